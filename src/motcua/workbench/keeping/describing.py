"""What can be filled in of each thing of a procedure, in the order of the form."""

from django.utils.translation import gettext_lazy as _

from motcua.catalogue.upkeep.library import shelf
from motcua.catalogue.upkeep.rules.naming import WORDS
from motcua.workbench.keeping.columns import Choices, Column, Kind, said, words
from motcua.workbench.keeping.lists import Row, list_at, read_questions


def _codes(*names: str) -> Choices:
    return [(name, said(WORDS[name])) for name in names]


def _fields_of_work() -> Choices:
    return [(one.id, said(one.name)) for one in shelf().fields.values()]


def names_columns(_data: Row) -> list[Column]:
    """Return the fields of what a procedure is called, and found by."""
    keywords = _("Từ khóa, mỗi dòng một từ")
    return [
        *words("name", _("Tên thủ tục"), needed=True, long=True),
        *words("summary", _("Tóm tắt bằng lời dễ hiểu"), long=True),
        Column(
            ("field",),
            _("Lĩnh vực"),
            Kind.CHOICE,
            choices=_fields_of_work(),
            needed=True,
        ),
        Column(("keywords", "vi"), keywords, Kind.LINES),
        Column(("keywords", "en"), "English", Kind.LINES, more=True),
        Column(("keywords", "de"), "Deutsch", Kind.LINES, more=True),
    ]


def who_columns(data: Row) -> list[Column]:
    """Return the fields of who may apply, where, and who decides."""
    places = [
        (one["id"], one["name"].get("vi", one["id"]))
        for one in read_questions(data)
        if one.get("type") in ("WARD", "ADDRESS") and isinstance(one.get("name"), dict)
    ]
    return [
        Column(
            ("applicants",),
            _("Ai được làm"),
            Kind.SOME,
            choices=_codes("CITIZEN", "BUSINESS"),
            needed=True,
        ),
        Column(
            ("channels",),
            _("Cách nộp"),
            Kind.SOME,
            choices=_codes("ONLINE", "COUNTER", "POST"),
            needed=True,
        ),
        Column(
            ("service_level",),
            _("Mức trực tuyến"),
            Kind.CHOICE,
            choices=_codes("FULL", "PARTIAL", "INFORMATION"),
            needed=True,
        ),
        Column(
            ("receiving", "places"),
            _("Nơi tiếp nhận"),
            Kind.CHOICE,
            choices=_codes("ANY", "COMPETENT", "LISTED"),
            needed=True,
        ),
        Column(
            ("receiving", "units"),
            _("Mã đơn vị tiếp nhận, mỗi dòng một mã"),
            Kind.LINES,
            help=_("Chỉ khi nơi tiếp nhận là các đơn vị nêu tên."),
            more=True,
        ),
        Column(
            ("receiving", "note", "vi"), _("Ghi chú về nơi nộp"), Kind.LONG, more=True
        ),
        Column(
            ("competence", "level"),
            _("Cấp quyết định"),
            Kind.CHOICE,
            choices=_codes("COMMUNE", "DISTRICT", "CITY", "NATIONAL"),
            needed=True,
        ),
        Column(
            ("competence", "unit"),
            _("Cơ quan quyết định"),
            help=_(
                "territory là cơ quan của địa bàn; hoặc mã một đơn vị, ví dụ H26.15."
            ),
            needed=True,
        ),
        Column(
            ("competence", "place"),
            _("Mục khai cho biết địa bàn"),
            Kind.CHOICE,
            choices=places,
            help=_("Để trống là nơi nộp hồ sơ."),
            more=True,
        ),
        Column(("competence", "decider", "vi"), _("Người ký, bằng lời"), more=True),
        Column(("competence", "basis"), _("Căn cứ thẩm quyền"), more=True),
    ]


def requirement_columns(_data: Row) -> list[Column]:
    """Return the fields of one requirement."""
    return [
        *words("text", _("Nội dung"), needed=True, long=True),
        Column(("basis",), _("Căn cứ")),
    ]


def component_columns(_data: Row) -> list[Column]:
    """Return the fields of one paper."""
    forms = ("ORIGINAL", "COPY", "CERTIFIED_COPY", "PRESENT", "DATA")
    return [
        *words("name", _("Tên giấy tờ"), needed=True),
        Column(
            ("form",), _("Hình thức"), Kind.CHOICE, choices=_codes(*forms), needed=True
        ),
        Column(("originals",), _("Số bản chính"), Kind.NUMBER, css="short"),
        Column(("copies",), _("Số bản sao"), Kind.NUMBER, css="short"),
        Column(("basis",), _("Căn cứ")),
        Column(("required",), _("Bắt buộc"), Kind.USUAL, more=True),
        _when(),
        Column(
            ("group",),
            _("Nhóm thay thế"),
            help=_("Các giấy tờ cùng nhóm: chỉ cần một."),
            more=True,
        ),
        Column(("note", "vi"), _("Ghi chú"), Kind.LONG, more=True),
        Column(("replaced_by", "vi"), _("Không phải nộp nếu có dữ liệu"), more=True),
        Column(("max_age",), _("Không cũ quá"), Kind.LIMIT, more=True),
        _id(),
    ]


def _when() -> Column:
    return Column(
        ("when",),
        _("Chỉ khi"),
        help=_('Điều kiện CEL, ví dụ: by_proxy, kind == "house", floors > 3.'),
        more=True,
    )


def _id() -> Column:
    return Column(
        ("id",),
        _("Mã trong dữ liệu"),
        help=_("Để trống sẽ được đặt theo tên."),
        more=True,
    )


def limit_columns(_data: Row) -> list[Column]:
    """Return the fields of the time limit of one variant."""
    return [
        *words("name", _("Trường hợp"), needed=True),
        Column(
            ("limit",),
            _("Thời hạn"),
            Kind.LIMIT,
            help=_("Ví dụ: 5 ngày làm việc, 8 giờ làm việc, 30 ngày, 6 tháng."),
            needed=True,
        ),
        Column(
            ("when",),
            _("Chỉ khi"),
            help=_("Trường hợp cuối cùng để trống: dành cho mọi hồ sơ còn lại."),
        ),
        Column(("basis",), _("Căn cứ")),
        Column(("cut_off",), _("Nhận sau giờ này tính sang ngày sau"), more=True),
        Column(("note", "vi"), _("Ghi chú"), Kind.LONG, more=True),
        Column(("confirmed",), _("Đã đối chiếu với văn bản"), Kind.FLAG, more=True),
        _id(),
    ]


def limits_columns(_data: Row) -> list[Column]:
    """Return the fields of what holds for all time limits."""
    return [
        Column(
            ("supplement", "clock"),
            _("Khi bổ sung hồ sơ, thời hạn"),
            Kind.CHOICE,
            choices=_codes("RESTART", "CONTINUE"),
            needed=True,
        ),
        Column(("supplement", "reply_within"), _("Hạn bổ sung"), Kind.LIMIT),
        Column(("supplement", "basis"), _("Căn cứ"), needed=True),
    ]


def fee_columns(data: Row) -> list[Column]:
    """Return the fields of one line of what is to be paid."""
    counts = [
        (one["id"], one["name"].get("vi", one["id"]))
        for one in read_questions(data)
        if one.get("type") == "NUMBER" and isinstance(one.get("name"), dict)
    ]
    units = ("CASE", "COPY", "PAGE", "PERSON", "SITE", "ITEM")
    return [
        *words("name", _("Tên khoản thu"), needed=True),
        Column(
            ("kind",), _("Loại"), Kind.CHOICE, choices=_codes("FEE", "CHARGE"),
            needed=True,
        ),
        Column(
            ("amount",),
            _("Mức, đồng"),
            Kind.AMOUNT,
            help=_("0 là miễn phí. Để trống là chưa biết: khi đó ghi ai quy định."),
        ),
        Column(("set_by", "vi"), _("Ai quy định mức")),
        Column(("basis",), _("Căn cứ")),
        Column(
            ("per",), _("Tính theo"), Kind.CHOICE, choices=_codes(*units), more=True
        ),
        Column(
            ("quantity",), _("Số lượng lấy từ mục khai"), Kind.CHOICE, choices=counts,
            more=True,
        ),
        _when(),
        Column(("confirmed",), _("Đã đối chiếu với văn bản"), Kind.FLAG, more=True),
        _id(),
    ]  # fmt: skip


def law_columns(_data: Row) -> list[Column]:
    """Return the fields of law and days."""
    return [
        Column(("in_force_from",), _("Có hiệu lực từ ngày"), Kind.DATE, needed=True),
        Column(
            ("in_force_until",),
            _("Hết hiệu lực từ ngày"),
            Kind.DATE,
            help=_("Chỉ khi văn bản đã nêu sẵn."),
        ),
        Column(
            ("legal_bases",),
            _("Căn cứ pháp lý, mỗi dòng một văn bản"),
            Kind.LINES,
            help=_("Như in trên văn bản, ví dụ: khoản 1 Điều 15 60/2014/QH13."),
            needed=True,
        ),
        Column(("announced_by",), _("Quyết định công bố, mỗi dòng một"), Kind.LINES),
    ]


def source_columns(_data: Row) -> list[Column]:
    """Return the fields of one source."""
    covers = (
        *("IDENTITY", "COMPETENCE", "COMPONENTS", "FEES"),
        *("TIME_LIMITS", "PROCESS", "RESULTS", "FORM"),
    )
    return [
        *words("title", _("Nguồn đã đối chiếu"), needed=True),
        Column(("where",), _("Địa chỉ, hoặc nơi lưu"), needed=True, css="wide"),
        Column(("checked_on",), _("Ngày đối chiếu"), Kind.DATE, needed=True),
        Column(
            ("covers",),
            _("Nội dung đã đối chiếu"),
            Kind.SOME,
            choices=_codes(*covers),
            needed=True,
        ),
        Column(("confirmed",), _("Nguồn chính thức"), Kind.FLAG),
    ]


def statutory_form_columns(_data: Row) -> list[Column]:
    """Return the fields of one form that the law prescribes."""
    return [
        *words("name", _("Tên mẫu"), needed=True),
        Column(("basis",), _("Văn bản ban hành mẫu"), needed=True),
        _id(),
    ]


def result_columns(_data: Row) -> list[Column]:
    """Return the fields of one result."""
    kinds = ("APPROVAL", "REFUSAL", "NOTICE")
    return [
        *words("name", _("Tên kết quả"), needed=True),
        Column(("kind",), _("Loại"), Kind.CHOICE, choices=_codes(*kinds), needed=True),
        Column(("code",), _("Mã kết quả quốc gia")),
        Column(("valid_for",), _("Có giá trị trong"), Kind.LIMIT),
        Column(
            ("id",),
            _("Mã trong dữ liệu"),
            help=_("Quy trình gọi kết quả bằng mã này: approved, refused."),
            more=True,
        ),
    ]


def closing_columns(_data: Row) -> list[Column]:
    """Return the fields of an abolition."""
    return [
        Column(("closed_from",), _("Bãi bỏ từ ngày"), Kind.DATE, needed=True),
        Column(("act",), _("Quyết định bãi bỏ"), needed=True),
        Column(("successor",), _("Mã thủ tục thay thế")),
        *words("note", _("Điều người dân cần biết"), long=True),
    ]


TYPES: Choices = [
    ("TEXT", _("Một dòng chữ")),
    ("LONGTEXT", _("Nhiều dòng chữ")),
    ("NUMBER", _("Số")),
    ("MONEY", _("Số tiền")),
    ("DATE", _("Ngày")),
    ("YES_NO", _("Có hoặc không")),
    ("CHOICE", _("Chọn trong danh sách")),
    ("WARD", _("Xã, phường")),
    ("ADDRESS", _("Địa chỉ")),
    ("PHONE", _("Số điện thoại")),
    ("EMAIL", _("Thư điện tử")),
    ("IDENTITY_NUMBER", _("Số định danh")),
]


def question_columns(data: Row) -> list[Column]:
    """Return the fields of one question of the form."""
    pages = [
        (one.get("id", ""), (one.get("name") or {}).get("vi", one.get("id", "")))
        for one in list_at("form", "sections")["read"](data)
    ]
    return [
        *words("name", _("Câu hỏi"), needed=True),
        Column(("type",), _("Kiểu"), Kind.CHOICE, choices=TYPES, needed=True),
        Column(("section",), _("Trang khai"), Kind.CHOICE, choices=pages),
        Column(("required",), _("Bắt buộc"), Kind.USUAL),
        Column(("personal",), _("Dữ liệu cá nhân"), Kind.FLAG),
        Column(("help", "vi"), _("Hướng dẫn"), Kind.LONG, more=True),
        _when(),
        Column(
            ("choices",),
            _("Các lựa chọn, mỗi dòng một"),
            Kind.ANSWERS,
            help=_("Mã = Tiếng Việt | English | Deutsch"),
            more=True,
        ),
        Column(("min",), _("Nhỏ nhất"), Kind.NUMBER, more=True),
        Column(("max",), _("Lớn nhất"), Kind.NUMBER, more=True),
        Column(("max_length",), _("Nhiều ký tự nhất"), Kind.NUMBER, more=True),
        _id(),
    ]


def page_columns(_data: Row) -> list[Column]:
    """Return the fields of one page of the form."""
    return [*words("name", _("Tên trang"), needed=True), _when(), _id()]


def process_columns(_data: Row) -> list[Column]:
    """Return the fields of the process."""
    templates = [
        (name, " → ".join(said(step.name) for step in template.steps))
        for name, template in shelf().templates.items()
    ]
    return [
        Column(
            ("process", "template"),
            _("Mẫu quy trình"),
            Kind.CHOICE,
            choices=templates,
            help=_("Đổi mẫu thì các bước bên dưới theo mẫu mới sau khi lưu."),
            css="wide",
        )
    ]


def step_columns(_data: Row) -> list[Column]:
    """Return the fields of one step of a template."""
    return [
        Column(("within",), _("Trong"), Kind.LIMIT, css="short"),
        Column(
            ("who", "unit"),
            _("Ở đơn vị"),
            help=_("receiving: nơi tiếp nhận; competent: cơ quan giải quyết; hoặc mã."),
        ),
        Column(("who", "title", "vi"), _("Chức danh"), more=True),
    ]
