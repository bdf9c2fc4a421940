"""The parts of a procedure, one page of the form each, in the order of the path."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from motcua.catalogue.upkeep.library import known_parts
from motcua.catalogue.upkeep.rules.proposing import Purpose
from motcua.workbench.keeping.columns import Choices, Column, Said, said
from motcua.workbench.keeping.describing import (
    closing_columns,
    component_columns,
    fee_columns,
    law_columns,
    limit_columns,
    limits_columns,
    names_columns,
    page_columns,
    process_columns,
    question_columns,
    requirement_columns,
    result_columns,
    source_columns,
    statutory_form_columns,
    step_columns,
    who_columns,
)
from motcua.workbench.keeping.lists import (
    Row,
    list_at,
    read_questions,
    read_steps,
    write_questions,
    write_steps,
)


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of a draft, row by row."""

    key: str
    noun: Said
    columns: Callable[[Row], Sequence[Column]]
    read: Callable[[Row], list[Row]]
    write: Callable[[Row, list[Row]], None]
    named_by: str = "name"
    library: str = ""  # the kind of shared parts that can be put in
    fixed: bool = False  # no row is added, moved or taken away


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the form: some single values, and some lists."""

    id: str
    title: Said
    lead: Said
    keys: frozenset[str]  # of the file, at its top, that this page is about
    columns: Callable[[Row], Sequence[Column]] = field(default=lambda _data: ())
    rows: tuple[Rows, ...] = ()


PARTS: tuple[Part, ...] = (
    Part(
        "names",
        _("Tên, lĩnh vực"),
        _("Tên như trong quyết định công bố, và những từ mà người dân dùng để tìm."),
        frozenset({"code", "name", "summary", "keywords", "field", ""}),
        names_columns,
    ),
    Part(
        "who",
        _("Ai làm, ở đâu"),
        _("Đối tượng, cách nộp, nơi nhận, cơ quan quyết định và điều kiện."),
        frozenset(
            {
                "applicants",
                "channels",
                "service_level",
                "receiving",
                "competence",
                "requirements",
            }
        ),
        who_columns,
        (
            Rows(
                "requirements",
                _("Điều kiện"),
                requirement_columns,
                named_by="text",
                **list_at("requirements"),
            ),
        ),
    ),
    Part(
        "papers",
        _("Giấy tờ"),
        _("Ngoài các giấy tờ này, không ai được yêu cầu nộp thêm."),
        frozenset({"components"}),
        rows=(
            Rows(
                "components",
                _("Giấy tờ"),
                component_columns,
                library="components",
                **list_at("components"),
            ),
        ),
    ),
    Part(
        "questions",
        _("Mẫu khai"),
        _("Chỉ hỏi điều pháp luật cho phép hỏi. Câu có sẵn được điền từ tài khoản."),
        frozenset({"form"}),
        rows=(
            Rows(
                "questions",
                _("Câu hỏi"),
                question_columns,
                read_questions,
                write_questions,
                library="fields",
            ),
            Rows(
                "sections", _("Trang khai"), page_columns, **list_at("form", "sections")
            ),
        ),
    ),
    Part(
        "limits",
        _("Thời hạn"),
        _("Mỗi trường hợp một dòng; trường hợp thông thường đứng cuối."),
        frozenset({"time_limits", "supplement"}),
        limits_columns,
        (Rows("time_limits", _("Thời hạn"), limit_columns, **list_at("time_limits")),),
    ),
    Part(
        "fees",
        _("Phí, lệ phí"),
        _("Miễn phí cũng là một dòng, với mức 0."),
        frozenset({"fees"}),
        rows=(Rows("fees", _("Khoản thu"), fee_columns, **list_at("fees")),),
    ),
    Part(
        "process",
        _("Quy trình, kết quả"),
        _("Ai làm gì sau khi tiếp nhận, trong bao lâu, và kết thúc bằng gì."),
        frozenset({"process", "results"}),
        process_columns,
        (
            Rows("steps", _("Bước"), step_columns, read_steps, write_steps, fixed=True),
            Rows("results", _("Kết quả"), result_columns, **list_at("results")),
        ),
    ),
    Part(
        "law",
        _("Căn cứ, hiệu lực"),
        _("Văn bản, ngày có hiệu lực và nguồn đã đối chiếu."),
        frozenset(
            {
                "in_force_from",
                "in_force_until",
                "announced_by",
                "legal_bases",
                "statutory_forms",
                "sources",
            }
        ),
        law_columns,
        (
            Rows(
                "sources",
                _("Nguồn"),
                source_columns,
                named_by="title",
                **list_at("sources"),
            ),
            Rows(
                "statutory_forms",
                _("Mẫu đơn, tờ khai"),
                statutory_form_columns,
                **list_at("statutory_forms"),
            ),
        ),
    ),
)
CLOSING = Part(
    "closing",
    _("Bãi bỏ"),
    _("Từ ngày nào, theo quyết định nào, và thủ tục nào thay thế."),
    frozenset({"code", "closed_from", "act", "successor", "note", ""}),
    closing_columns,
)


def library_of(rows: Rows) -> Choices:
    """Return the shared parts that can be put into a list."""
    if not rows.library:
        return []
    found = known_parts(rows.library).values()
    return sorted(((one.id, said(one.name)) for one in found), key=lambda pair: pair[1])


def parts_for(purpose: Purpose) -> tuple[Part, ...]:
    """Return the pages of the form, in their order."""
    return (CLOSING,) if purpose is Purpose.CLOSING else PARTS


def part_named(purpose: Purpose, name: str) -> Part | None:
    """Return a page of the form by its name."""
    return next((part for part in parts_for(purpose) if part.id == name), None)
