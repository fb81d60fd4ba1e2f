"""Partners asked by link from the command line, and a bid given back unsigned."""

from tests.cli.conftest import REF


def test_a_partner_is_written_to_and_only_officers_read_the_message(bid):
    bid.ok(f"application invite {REF} Z10001 --as writer.fednw")
    (one,) = bid.json("mail list --as officer")
    assert (one["to_name"], one["path"][:9]) == ("Partner Z10001", "/consent/")
    assert bid.json("mail list --as writer.fednw") == []
    assert bid.refused("mail sent 1 --as writer.fednw") == ["may_act"]
    bid.ok("mail sent 1 --as officer")
    (one,) = bid.json("mail list --as officer")
    assert (one["state"], one["sent_by"], one["path"], one["code"]) == ("sent", "Officer", "", "")
    assert bid.refused(f"application invite {REF} Z10001 --as writer.fedsw") == ["may_act"]
    assert bid.refused(f"application invite {REF} FEDNW --as writer.fednw") == ["participant_present"]


def test_a_bid_is_given_back_with_a_comment_and_its_signatures_fall(bid):
    bid.ok(f"step {REF} recall_for_edit --as partner.fednw")
    bid.ok(f"step {REF} submit --as writer.fednw --with interests=none")
    bid.ok(f"application give-back {REF} --comment August --as partner.fednw")
    assert bid.refused(f"application give-back {REF} --comment No --as writer.fednw") == ["may_act"]
    bid.ok(f"step {REF} submit --as partner.fednw --with interests=none")
    assert bid.json(f"application show {REF}")["state"] == "draft"
