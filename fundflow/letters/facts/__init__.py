"""What each letter states, as frozen models: the registry from a letter's code to its facts."""

from collections.abc import Mapping

from pydantic import ValidationError

from fundflow.errors import BadInput, NotFound
from fundflow.letters.facts import assessing, changing, deciding, ending, leaving, offering, paying, running, supporting
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
    "L07a": supporting.SupportOffer,
    "L07b": supporting.SupportAgreement,
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
    "L13d": leaving.PartnerLeft,
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
    "N9": paying.PayeeChange,
    "R1": supporting.SupportConsent,
    "R2": supporting.SupportSignpost,
    "R3": supporting.SupportReserve,
    "R6": supporting.SupportExit,
    "R7": supporting.SupportEscalation,
    "R8": supporting.SupportDeclined,
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


def tells_of_decision(code: str) -> bool:
    """Whether a letter tells of a committee's decision, so that it cannot be written without one.

    Raises:
        NotFound: there is no such letter.
    """
    return model_for(code).model_fields["decisions"].is_required()


def facts_of(code: str, facts: Common | Mapping[str, object]) -> Common:
    """Facts of a letter, checked against its model.

    Raises:
        BadInput: a fact is missing, unknown or of the wrong kind; the first is named.
    """
    model = model_for(code)
    if isinstance(facts, model):
        return facts
    given = facts.model_dump() if isinstance(facts, Common) else dict(facts)
    try:
        return model.model_validate(given)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise BadInput(f"the facts of letter {code} are not complete: {said}", place=code) from None


__all__ = [
    "MODELS",
    "Addressee",
    "Common",
    "Contact",
    "Decision",
    "Fact",
    "Sender",
    "facts_of",
    "model_for",
    "tells_of_decision",
]
