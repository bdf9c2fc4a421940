"""What the parts of a definition, and their values, are called in three languages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from motcua.deadlines import Limit
from motcua.kernel.law import decided_by
from motcua.kernel.refusals import Refusal
from motcua.kernel.texts import LANGUAGES, Text

# A thing of a list: what it is, before its own name.
NOUNS: Mapping[str, Text] = {
    "announced_by": Text("Quyết định công bố", "Announced by", "Bekannt gemacht durch"),
    "applicants": Text("Ai được làm", "Who may apply", "Wer beantragen darf"),
    "beyond": Text("Mức lũy tiến", "Amount beyond", "Betrag darüber"),
    "basis": Text("Căn cứ", "Legal basis", "Rechtsgrundlage"),
    "budgets": Text("Quỹ thời gian", "Time budget", "Zeitbudget"),
    "channels": Text("Cách nộp", "Channel", "Weg der Einreichung"),
    "choices": Text("Lựa chọn", "Choice", "Auswahl"),
    "components": Text("Giấy tờ", "Paper", "Unterlage"),
    "covers": Text("Nội dung đã đối chiếu", "Covers", "Belegt"),
    "de": Text("Tiếng Đức", "German", "Deutsch"),
    "en": Text("Tiếng Anh", "English", "Englisch"),
    "exemptions": Text("Miễn, giảm", "Exemption", "Befreiung"),
    "fees": Text("Phí, lệ phí", "Fee", "Gebühr"),
    "fields": Text("Mục khai", "Question", "Angabe"),
    "formats": Text("Cách viết", "Format", "Schreibweise"),
    "instead": Text("Trường hợp khác", "Instead", "Stattdessen"),
    "legal_bases": Text("Căn cứ pháp lý", "Legal basis", "Rechtsgrundlage"),
    "outcomes": Text("Cách kết thúc", "Outcome", "Ausgang"),
    "requirements": Text("Điều kiện", "Requirement", "Voraussetzung"),
    "results": Text("Kết quả", "Result", "Ergebnis"),
    "sections": Text("Trang khai", "Page of the form", "Seite des Formulars"),
    "signers": Text("Người ký", "Signer", "Unterzeichner"),
    "sources": Text("Nguồn", "Source", "Quelle"),
    "statutory_forms": Text("Mẫu đơn, tờ khai", "Statutory form", "Amtliches Formular"),
    "steps": Text("Bước", "Step", "Schritt"),
    "time_limits": Text("Thời hạn", "Time limit", "Frist"),
    "to": Text("Bước tiếp theo", "Next step", "Nächster Schritt"),
    "types": Text("Loại tệp", "Type of file", "Dateityp"),
    "units": Text("Đơn vị", "Unit", "Stelle"),
    "vi": Text("Tiếng Việt", "Vietnamese", "Vietnamesisch"),
}
# A key of the language: what it says.
KEYS: Mapping[str, Text] = {
    **NOUNS,
    "above": Text("Từ số lớn hơn", "Above", "Oberhalb"),
    "amount": Text("Mức", "Amount", "Betrag"),
    "budget": Text("Quỹ thời gian chung", "Shared budget", "Gemeinsames Zeitbudget"),
    "cancels": Text("Đóng việc khác", "Closes other work", "Schließt andere Arbeit"),
    "checked_on": Text("Ngày đối chiếu", "Checked on", "Geprüft am"),
    "clock": Text("Tính lại thời hạn", "Clock", "Fristlauf"),
    "code": Text("Mã", "Code", "Kennung"),
    "competence": Text("Thẩm quyền", "Competence", "Zuständigkeit"),
    "confirmed": Text("Đã xác nhận", "Confirmed", "Bestätigt"),
    "copies": Text("Số bản sao", "Copies", "Kopien"),
    "counted": Text("Tính vào thời hạn", "Counts", "Zählt zur Frist"),
    "currency": Text("Tiền tệ", "Currency", "Währung"),
    "cut_off": Text("Giờ chốt nhận", "Cut-off hour", "Annahmeschluss"),
    "decider": Text("Người quyết định", "Who decides", "Wer entscheidet"),
    "decimals": Text("Số chữ số thập phân", "Decimals", "Nachkommastellen"),
    "document": Text("Văn bản", "Document", "Schriftstück"),
    "extension": Text("Gia hạn", "Extension", "Verlängerung"),
    "field": Text("Lĩnh vực", "Field", "Fachgebiet"),
    "form": Text("Mẫu khai", "Form", "Formular"),
    "group": Text("Nhóm thay thế", "Alternatives", "Alternativen"),
    "help": Text("Hướng dẫn", "Help", "Hilfe"),
    "id": Text("Tên trong dữ liệu", "Id", "Kennung"),
    "in_force_from": Text("Có hiệu lực từ", "In force from", "Gültig ab"),
    "in_force_until": Text("Hết hiệu lực từ", "In force until", "Gültig bis vor"),
    "keywords": Text("Từ khóa", "Keywords", "Stichwörter"),
    "kind": Text("Loại", "Kind", "Art"),
    "level": Text("Cấp", "Level", "Ebene"),
    "limit": Text("Thời hạn", "Limit", "Frist"),
    "many": Text("Chọn nhiều", "Several answers", "Mehrere Antworten"),
    "max": Text("Lớn nhất", "Greatest", "Höchstens"),
    "max_age": Text("Không cũ quá", "Not older than", "Nicht älter als"),
    "max_length": Text("Nhiều ký tự nhất", "Most characters", "Höchstens Zeichen"),
    "max_megabytes": Text(
        "Tệp lớn nhất (MB)", "Largest file (MB)", "Größte Datei (MB)"
    ),
    "min": Text("Nhỏ nhất", "Least", "Mindestens"),
    "min_length": Text("Ít ký tự nhất", "Fewest characters", "Mindestens Zeichen"),
    "most": Text("Nhiều nhất", "At most", "Höchstens"),
    "name": Text("Tên", "Name", "Name"),
    "not_after": Text("Không sau", "Not after", "Nicht nach"),
    "not_before": Text("Không trước", "Not before", "Nicht vor"),
    "note": Text("Ghi chú", "Note", "Hinweis"),
    "originals": Text("Số bản chính", "Originals", "Originale"),
    "outcome": Text("Cách kết thúc khi im lặng", "Outcome", "Ausgang"),
    "pattern": Text("Khuôn dạng", "Pattern", "Muster"),
    "pattern_help": Text("Giải thích khuôn dạng", "What it means", "Erklärung"),
    "per": Text("Tính theo", "Per", "Je"),
    "personal": Text("Dữ liệu cá nhân", "Personal data", "Personenbezogen"),
    "place": Text("Nơi quyết định thẩm quyền", "Place", "Ort"),
    "places": Text("Nơi nhận", "Receiving places", "Annahmestellen"),
    "policy": Text("Cách tính", "Policy", "Regel"),
    "prefill": Text("Điền sẵn", "Filled in from", "Vorbelegt aus"),
    "process": Text("Quy trình", "Process", "Ablauf"),
    "quantity": Text("Số lượng lấy từ", "Quantity from", "Menge aus"),
    "reason": Text("Lý do", "Reason", "Grund"),
    "receiving": Text("Nơi tiếp nhận", "Receiving", "Annahme"),
    "replaced_by": Text("Thay bằng dữ liệu", "Replaced by data", "Ersetzt durch Daten"),
    "reply_within": Text("Hạn bổ sung", "Reply within", "Nachreichen binnen"),
    "required": Text("Bắt buộc", "Required", "Pflicht"),
    "result": Text("Kết quả", "Result", "Ergebnis"),
    "role": Text("Vai trò", "Role", "Rolle"),
    "service_level": Text("Mức trực tuyến", "Online level", "Online-Stufe"),
    "set_by": Text("Ai quy định mức", "Set by", "Festgesetzt von"),
    "silence": Text("Khi không trả lời", "On silence", "Bei Schweigen"),
    "statutory_form": Text("Theo mẫu", "On the form", "Auf Formular"),
    "summary": Text("Tóm tắt", "Summary", "Kurzfassung"),
    "supplement": Text("Bổ sung hồ sơ", "Supplement", "Nachreichung"),
    "tell": Text("Báo cho", "Tell", "Melden an"),
    "text": Text("Nội dung", "Text", "Inhalt"),
    "times": Text("Nhân với", "Times", "Mal"),
    "title": Text("Tiêu đề, chức danh", "Title", "Titel, Amt"),
    "type": Text("Kiểu", "Type", "Typ"),
    "unit": Text("Đơn vị", "Unit", "Stelle"),
    "valid_for": Text("Có giá trị trong", "Valid for", "Gültig für"),
    "waits_for": Text("Chờ các nhánh", "Waits for", "Wartet auf"),
    "when": Text("Khi", "When", "Wenn"),
    "where": Text("Ở đâu", "Where", "Wo"),
    "who": Text("Ai làm", "Who", "Wer"),
    "within": Text("Trong", "Within", "Binnen"),
}
# A word of the language: what it means.
WORDS: Mapping[str, Text] = {
    "ANY": Text("Bất kỳ điểm nào", "Any point", "Jede Stelle"),
    "APPROVAL": Text("Chấp thuận", "Approval", "Bewilligung"),
    "BUSINESS": Text("Tổ chức", "Organisation", "Organisation"),
    "CASE": Text("Hồ sơ", "Case", "Vorgang"),
    "CERTIFIED_COPY": Text("Bản sao chứng thực", "Certified copy", "Beglaubigte Kopie"),
    "CHARGE": Text("Lệ phí", "Charge", "Abgabe"),
    "CITIZEN": Text("Cá nhân", "Citizen", "Privatperson"),
    "CITY": Text("Cấp tỉnh, thành phố", "City", "Stadt"),
    "CLERK": Text("Người tiếp nhận", "Clerk", "Annahme"),
    "COMMUNE": Text("Cấp xã", "Commune", "Gemeinde"),
    "COMPETENT": Text("Cơ quan giải quyết", "The deciding unit", "Zuständige Stelle"),
    "COMPETENCE": Text("thẩm quyền", "competence", "Zuständigkeit"),
    "COMPONENTS": Text("giấy tờ", "papers", "Unterlagen"),
    "CONTINUE": Text("Tính tiếp", "Goes on", "Läuft weiter"),
    "CONTROLLER": Text("Người kiểm soát", "Controller", "Kontrolle"),
    "COPY": Text("Bản sao", "Copy", "Kopie"),
    "COUNTER": Text("Tại quầy", "At a counter", "Am Schalter"),
    "DATA": Text("Lấy từ dữ liệu", "From data", "Aus Daten"),
    "DISTRICT": Text("Cấp huyện", "District", "Kreis"),
    "ESCALATE": Text("Báo lên và chờ", "Tell and wait", "Melden und warten"),
    "FEES": Text("phí, lệ phí", "fees", "Gebühren"),
    "FORM": Text("mẫu khai", "form", "Formular"),
    "FEE": Text("Phí", "Fee", "Gebühr"),
    "FULL": Text("Toàn trình", "Fully online", "Ganz online"),
    "IDENTITY": Text("tên, mã", "identity", "Bezeichnung"),
    "INFORMATION": Text("Cung cấp thông tin", "Information", "Auskunft"),
    "ITEM": Text("Mục", "Item", "Posten"),
    "LEADER": Text("Lãnh đạo", "Leader", "Leitung"),
    "LISTED": Text("Các đơn vị nêu tên", "Those listed", "Die genannten"),
    "NATIONAL": Text("Cấp trung ương", "National", "Staat"),
    "NOTICE": Text("Thông báo", "Notice", "Mitteilung"),
    "OFFICER": Text("Người thụ lý", "Officer", "Sachbearbeitung"),
    "ONLINE": Text("Trực tuyến", "Online", "Online"),
    "OPTIONAL": Text("Tùy chọn", "Optional", "Freigestellt"),
    "ORIGINAL": Text("Bản chính", "Original", "Original"),
    "PAGE": Text("Trang", "Page", "Seite"),
    "PARTIAL": Text("Một phần", "Partly online", "Teilweise online"),
    "PERSON": Text("Người", "Person", "Person"),
    "PROCESS": Text("quy trình", "process", "Ablauf"),
    "POST": Text("Bưu chính", "By post", "Per Post"),
    "PRESENT": Text("Xuất trình", "Shown", "Wird vorgezeigt"),
    "PROCEED": Text("Đi tiếp", "Go on", "Weitergehen"),
    "REFUSAL": Text("Từ chối", "Refusal", "Ablehnung"),
    "REQUIRED": Text("Bắt buộc", "Required", "Pflicht"),
    "RESTART": Text("Tính lại từ đầu", "Starts again", "Beginnt neu"),
    "RESULTS": Text("kết quả", "results", "Ergebnisse"),
    "SITE": Text("Địa điểm", "Site", "Ort"),
    "TIME_LIMITS": Text("thời hạn", "time limits", "Fristen"),
    "applied_on": Text("ngày nộp", "day of application", "Tag des Antrags"),
    "competent": Text("Cơ quan giải quyết", "The deciding unit", "Zuständige Stelle"),
    "receiving": Text("Nơi tiếp nhận", "Where received", "Annahmestelle"),
    "territory": Text("Theo địa bàn", "By place", "Nach Ort"),
}
_LIMITS = frozenset({"limit", "max_age", "reply_within", "valid_for", "within"})
_YES, _NO = Text("có", "yes", "ja"), Text("không", "no", "nein")
_UNKNOWN = Text("chưa rõ", "not known", "nicht bekannt")
_BY = ("id", "document", "where", "type", "above")  # what a thing is known by
_SAYS = ("text", "name", "title")


@decided_by("0103-a-typed-difference")
def is_words(value: Any) -> bool:
    """Tell whether data are a text in some of the languages.

    >>> is_words({"vi": "Ký"}), is_words({"vi": ["con"], "en": []})
    (True, False)
    """
    return (
        isinstance(value, dict)
        and "vi" in value
        and value.keys() <= set(LANGUAGES)
        and all(isinstance(text, str) for text in value.values())
    )


@decided_by("0103-a-typed-difference")
def key_of(item: Any) -> str:
    """Return by what a thing in a list is known: its id, or what it says.

    >>> key_of({"id": "sign", "name": {"vi": "Ký"}}), key_of("60/2014/QH13")
    ('sign', '60/2014/QH13')
    """
    if not isinstance(item, dict):
        return str(item)
    for name in _BY:
        if name in item:
            return str(item[name])
    said = next((item[name] for name in _SAYS if name in item), None)
    return str(said["vi"] if said else item.get("when", ""))


@decided_by("0103-a-typed-difference")
def crumb_of(path: tuple[str, ...], item: Any) -> Text:
    """Return what a path's last part is called; ``item`` is a thing of a list.

    >>> crumb_of(("components", "x"), {"id": "x", "name": {"vi": "Đơn"}}).vi
    'Giấy tờ “Đơn”'
    """
    if item is None:
        if len(path) == 1 and path[0] == "code":
            return Text("Mã thủ tục", "Code of the procedure", "Kennung des Verfahrens")
        return KEYS.get(path[-1], Text(path[-1]))
    noun = NOUNS.get(path[-2], Text(path[-2]))
    own = name_of(item)
    return Text(
        f"{noun.vi} “{own.to('vi')}”",
        f"{noun.to('en')} “{own.to('en')}”",
        f"{noun.to('de')} “{own.to('de')}”",
    )


@decided_by("0103-a-typed-difference")
def name_of(item: Any) -> Text:
    """Return what a thing of a list is called.

    >>> name_of({"id": "sign", "name": {"vi": "Ký"}}).vi, name_of("ONLINE").vi
    ('Ký', 'Trực tuyến')
    """
    if not isinstance(item, dict):
        return WORDS.get(str(item), Text(str(item)))
    for name in ("name", "text", "title"):
        if is_words(item.get(name)):
            return Text.of(item[name])
    return WORDS.get(key_of(item), Text(key_of(item)))


@decided_by("0103-a-typed-difference")
def value_in_words(key: str, value: Any) -> Text:
    """Return a value of the key as people read it; nothing for nothing.

    >>> value_in_words("within", "2 working days").en
    '2 working days'
    >>> value_in_words("amount", 8000).vi, value_in_words("amount", None).vi
    ('8.000', 'chưa rõ')
    >>> value_in_words("channels", ["ONLINE", "POST"]).vi
    'Trực tuyến, Bưu chính'
    """
    if value is None:
        return _UNKNOWN if key == "amount" else Text("")
    if isinstance(value, int):
        return _number(value)
    if isinstance(value, str):
        return _said(key, value)
    if isinstance(value, dict):
        return Text.of(value) if is_words(value) else _record(value)
    return joined(", ", [value_in_words(key, item) for item in value])


def _number(value: int) -> Text:
    if isinstance(value, bool):
        return _YES if value else _NO
    grouped = f"{value:,}"
    dotted = grouped.replace(",", ".")
    return Text(dotted, grouped, dotted)


def _said(key: str, value: str) -> Text:
    if key in _LIMITS:
        try:
            return Limit.parse(value).text()
        except Refusal:
            return Text(value)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return WORDS.get(value, Text(value))
    return Text(f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}")


def _record(value: dict[str, Any]) -> Text:
    parts = []
    for key, item in value.items():
        if item in (None, "", [], False) or (key == "id" and "name" in value):
            continue
        label, words = KEYS.get(key, Text(key)), value_in_words(key, item)
        parts.append(
            Text(
                f"{label.vi}: {words.to('vi')}",
                f"{label.to('en')}: {words.to('en')}",
                f"{label.to('de')}: {words.to('de')}",
            )
        )
    return joined("; ", parts)


@decided_by("0103-a-typed-difference")
def joined(by: str, parts: list[Text]) -> Text:
    """Return texts side by side, language by language.

    >>> joined(", ", [Text("một", "one"), Text("hai", "two")]).en
    'one, two'
    """
    return Text(*(by.join(part.to(lang) for part in parts) for lang in LANGUAGES))
