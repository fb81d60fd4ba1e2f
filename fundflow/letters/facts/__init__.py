"""What each letter states, as frozen models: the registry from a letter's code to its facts."""

from fundflow.errors import NotFound
from fundflow.letters.facts import assessing, changing, deciding, ending, offering, paying, running
from fundflow.letters.facts.fact import Addressee, Common, Contact, Decision, Fact, Sender

MODELS: dict[str, type[Common]] = {
    "L01": assessing.Acknowledgement,
    "L01b": assessing.AcceptedForAssessment,
    "L02": assessing.Ineligible,
    "L02b": assessing.Redirected,
    "L03": assessing.ClarificationRequest,
    "L03b": assessing.ClarificationReminder,
    "L03c": assessing.ClarificationReceipt,
    "L03d": assessing.AssessedAsIs,
    "L04": offering.Offer,
    "L04a": deciding.PartialApproval,
    "L05": deciding.Rejection,
    "L06": deciding.Deferral,
    "L08": paying.Remittance,
    "L08a": paying.ClaimQuery,
    "L08b": paying.ClaimRefused,
    "L09": paying.RecoveryNotice,
    "L09b": paying.FinalDemand,
    "L09c": paying.RecoveryOutcome,
    "L10": ending.Closure,
    "L10b": ending.FinalSettlement,
    "L11": running.Variation,
    "L11b": running.VariationRefused,
    "L12": offering.Withdrawal,
    "L13": running.OverdueReturn,
    "L13b": running.Review,
    "L13c": running.ReviewResult,
    "L16": deciding.ReserveList,
    "L17": offering.AwardConfirmation,
    "L18": offering.OfferLapsed,
    "L18b": offering.OfferExtended,
    "L19": deciding.ReconsiderationReceipt,
    "L20": deciding.ReconsiderationOutcome,
    "L21": offering.AuthorityToStart,
    "L22": running.Suspension,
    "L22b": running.SuspensionLifted,
    "L23": ending.FinalReportReceived,
    "L23b": ending.FinalReportReturned,
    "L24": ending.Termination,
    "N1": assessing.DraftNotSubmitted,
    "N2": deciding.Delay,
    "N3": running.EndDateNear,
    "N4": deciding.RoundCancelled,
    "N5": paying.ClaimHeld,
    "N7": assessing.DateReminder,
    "N8": changing.RoundChanged,
}
"""Letter code to the model of its facts."""


def model_for(code: str) -> type[Common]:
    """The model of a letter's facts.

    Raises:
        NotFound: there is no such letter.
    """
    try:
        return MODELS[code]
    except KeyError:
        raise NotFound(f"there is no letter {code}: the letters are {', '.join(MODELS)}") from None


__all__ = ["MODELS", "Addressee", "Common", "Contact", "Decision", "Fact", "Sender", "model_for"]
