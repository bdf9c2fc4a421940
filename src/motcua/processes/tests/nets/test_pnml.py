import pytest
from hypothesis import given, settings

from motcua.processes.nets import Transition, WorkflowNet
from motcua.processes.nets.pnml import PnmlRefused
from motcua.processes.tests.nets.strategies import any_nets

TWO = """<pnml xmlns="http://www.pnml.org/version-2009/grammar/pnml">
 <net id="n" type="http://www.pnml.org/version-2009/grammar/ptnet"><page id="g">
  <place id="p1"><name><text>begin</text></name></place>
  <transition id="t1"><name><text>sign</text></name></transition>
  <place id="p2"/>
  <arc id="a1" source="p1" target="t1"/>{arc}
 </page></net>
</pnml>
"""
ARC = '<arc id="a2" source="t1" target="p2"/>'


def read(tmp_path, text):
    file = tmp_path / "net.pnml"
    file.write_text(text, "utf-8")
    return WorkflowNet.from_pnml(file)


class TestReading:
    def test_nodes_have_their_names_or_ids(self, tmp_path):
        net = read(tmp_path, TWO.format(arc=ARC))

        assert net == WorkflowNet.of(
            {"sign": (["begin"], ["p2"])}, source="begin", sink="p2"
        )

    @pytest.mark.parametrize(
        ("arc", "reason"),
        [
            ('<arc id="x" source="t1" target="p9"/>', "'x' from 't1' to 'p9'"),
            ('<arc id="x" source="p1" target="p2"/>', "'x' from 'p1' to 'p2'"),
            (
                ARC.replace("/>", "><inscription><text>2</text></inscription></arc>"),
                "2",
            ),
            (ARC + '<place id="p3"/>', "no single place as a source: p1, p3"),
            ("", "no single place as a source: p1, p2"),
            (ARC + '<referencePlace id="r" ref="p1"/>', "referencePlace"),
            ("<arc", "not well-formed"),
        ],
    )
    def test_what_is_no_such_net_is_refused(self, tmp_path, arc, reason):
        with pytest.raises(PnmlRefused, match=reason):
            read(tmp_path, TWO.format(arc=arc))

    def test_a_bomb_is_refused(self, tmp_path):
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><pnml>&b;</pnml>'

        with pytest.raises(PnmlRefused):
            read(tmp_path, bomb)

    def test_two_nets_are_refused(self, tmp_path):
        with pytest.raises(PnmlRefused, match="2 nets"):
            read(tmp_path, "<pnml><net id='a'/><net id='b'/></pnml>")


class TestWriting:
    @settings(max_examples=60, deadline=None)
    @given(net=any_nets())
    def test_what_is_written_is_read_back(self, net, tmp_path_factory):
        file = tmp_path_factory.mktemp("nets") / "net.pnml"
        file.write_text(net.to_pnml(), "utf-8")

        again = WorkflowNet.from_pnml(file) if _has_ends(net) else net

        assert again == net

    def test_a_clearing_transition_cannot_be_written(self):
        net = WorkflowNet(
            ("i", "o"), (Transition("t", ("i",), ("o",), True),), "i", "o"
        )

        with pytest.raises(ValueError, match="clears: t"):
            net.to_pnml()


def _has_ends(net):
    taken = {p for t in net.transitions for p in t.inputs}
    return [p for p in net.places if p not in taken] == ["o"]


class TestNets:
    @pytest.mark.parametrize(
        ("places", "inputs", "reason"),
        [
            (("i", "i", "o"), ("i",), "place 'i' stands twice"),
            (("i", "o"), ("x",), "inputs of 't' name no place: x"),
            (("i", "o"), ("i", "i"), "'i' stands twice"),
            (("i",), ("i",), "no place 'o'"),
        ],
    )
    def test_names_stand_once_and_for_something(self, places, inputs, reason):
        with pytest.raises(ValueError, match=reason):
            WorkflowNet(places, (Transition("t", inputs, ("i",)),), "i", "o")
