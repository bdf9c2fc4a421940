"""The words of the descriptions that stand in no procedure, in three languages."""

from collections.abc import Mapping

from motcua.kernel.texts import LANGUAGES, Text

LEVELS: Mapping[str, Text] = {
    "COMMUNE": Text("Cơ quan cấp xã", "Authority of the commune", "Gemeindebehörde"),
    "DISTRICT": Text("Cơ quan cấp huyện", "Authority of the district", "Kreisbehörde"),
    "CITY": Text(
        "Cơ quan cấp tỉnh, thành phố", "Authority of the city", "Stadtbehörde"
    ),
    "NATIONAL": Text("Cơ quan trung ương", "National authority", "Staatliche Behörde"),
    "OTHER": Text("Cơ quan khác", "Another authority", "Andere Behörde"),
}
CHANNELS: Mapping[str, Text] = {
    "ONLINE": Text("Trực tuyến", "Online", "Online"),
    "COUNTER": Text("Trực tiếp tại quầy", "At a counter", "Am Schalter"),
    "POST": Text("Qua bưu chính", "By post", "Per Post"),
}
APPLICANTS: Mapping[str, Text] = {
    "CITIZEN": Text("Cá nhân", "Citizens", "Privatpersonen"),
    "BUSINESS": Text("Tổ chức, doanh nghiệp", "Businesses", "Unternehmen"),
}
APPLIES_HERE = Text(
    "Nộp được tại đây", "Can be applied for here", "Kann hier beantragt werden"
)
INFORMATION_ONLY = Text("Chỉ để tham khảo", "For information only", "Nur zur Auskunft")
TIME_LIMIT = Text("Thời hạn giải quyết", "Time limit", "Frist")
DATASET = Text(
    "Danh mục thủ tục hành chính",
    "Catalogue of administrative procedures",
    "Katalog der Verwaltungsverfahren",
)
DATASET_SAYS = Text(
    "Thủ tục nộp được tại đây và mục chỉ để tham khảo, có hiệu lực ngày {day}.",
    "Procedures that can be applied for here and entries for information only, "
    "in force on {day}.",
    "Hier beantragbare Verfahren und Einträge zur Auskunft, in Kraft am {day}.",
)
IN_FIELD = Text(
    "Thủ tục hành chính thuộc lĩnh vực {field}.",
    "An administrative procedure in the field {field}.",
    "Ein Verwaltungsverfahren im Bereich {field}.",
)
READ_ONLY = Text(
    "Thủ tục hành chính thuộc lĩnh vực {field}. Chỉ để tham khảo: chưa nộp được "
    "tại đây. Nguồn: {source}, ngày {day}.",
    "An administrative procedure in the field {field}. For information only: it cannot "
    "be applied for here. Source: {source}, {day}.",
    "Ein Verwaltungsverfahren im Bereich {field}. Nur zur Auskunft: hier nicht zu "
    "beantragen. Quelle: {source}, {day}.",
)
SET_BY = Text("do {who} quy định", "set by {who}", "festgesetzt von {who}")
UNSET = Text("chưa rõ mức", "amount not known", "Höhe nicht bekannt")
SOMETIMES = Text("tùy trường hợp", "in some cases", "in manchen Fällen")
FEE = Text("Phí, lệ phí", "Fee", "Gebühr")
ELSEWHERE = Text(
    "văn bản được dẫn chiếu", "the instrument referred to", "die genannte Vorschrift"
)
HERE = Text("Địa bàn phục vụ", "The area served", "Das bediente Gebiet")
HOURS = Text("{n} giờ", "{n} hours", "{n} Stunden")


def filled(pattern: Text, **parts: Text | str) -> Text:
    """Return a text with its blanks filled in, language by language.

    >>> filled(SET_BY, who=Text("bộ", "the ministry")).en
    'set by the ministry'
    """
    return Text(
        *(
            pattern.to(language).format(
                **{
                    name: part.to(language) if isinstance(part, Text) else part
                    for name, part in parts.items()
                }
            )
            for language in LANGUAGES
        )
    )


def joined(texts: list[Text], between: str = "; ") -> Text:
    """Return texts in one, language by language.

    >>> joined([Text("a", "b"), Text("c")]).en
    'b; c'
    """
    return Text(
        *(between.join(text.to(language) for text in texts) for language in LANGUAGES)
    )
