"""What a check says, in the words of those who keep the catalogue.

Checks are written for programs and for whoever writes files: in English. A legal
officer reads Vietnamese or German. What no line here knows stays as it is.
"""

import re

from motcua.kernel.texts import Text

# What is said in English, as a pattern; the same in Vietnamese and in German.
_SAID: tuple[tuple[str, str, str], ...] = (
    (r"The key '(.+)' is missing\.", "Thiếu mục `{0}`.", "Der Schlüssel `{0}` fehlt."),
    (r"Add it\.", "Hãy điền vào.", "Bitte ergänzen."),
    (
        r"There is no key '(.*)' here\.",
        "Ở đây không có mục `{0}`.",
        "Hier gibt es keinen Schlüssel `{0}`.",
    ),
    (r"Did you mean '(.+)'\?", "Có phải là `{0}`?", "Ist `{0}` gemeint?"),
    (r"Known are: (.*)\.", "Có sẵn: {0}.", "Bekannt sind: {0}."),
    (r"Keys here are: (.+)\.", "Các mục ở đây: {0}.", "Schlüssel hier: {0}."),
    (r"Take it away\.", "Hãy bỏ đi.", "Bitte wegnehmen."),
    (r"Take one of (.+)\.", "Hãy chọn một trong: {0}.", "Bitte eines von {0} nehmen."),
    (
        r"There is no field '(.+?)'\.(.*)",
        "Không có câu hỏi `{0}`. {1}",
        "Es gibt keine Frage `{0}`. {1}",
    ),
    (
        r"There is no step '(.+?)'\.",
        "Không có bước `{0}`.",
        "Es gibt keinen Schritt `{0}`.",
    ),
    (
        r"There is no result '(.+?)'\.",
        "Không có kết quả `{0}`.",
        "Es gibt kein Ergebnis `{0}`.",
    ),
    (
        r"There is no process template '(.+?)'\.",
        "Không có mẫu quy trình `{0}`.",
        "Es gibt keine Ablaufvorlage `{0}`.",
    ),
    (
        r"There is no statutory form '(.+?)'\.",
        "Không có mẫu đơn, tờ khai `{0}`.",
        "Es gibt kein amtliches Formular `{0}`.",
    ),
    (
        r"There is no outcome '(.+?)'\.",
        "Không có cách kết thúc `{0}`.",
        "Es gibt keinen Ausgang `{0}`.",
    ),
    (
        r"There is no counting policy '(.+?)'\.",
        "Không có cách tính thời hạn `{0}`.",
        "Es gibt keine Fristregel `{0}`.",
    ),
    (
        r"There is no unit '(.+?)' on (.+)\.",
        "Không có đơn vị `{0}` vào ngày {1}.",
        "Am {1} gibt es keine Stelle `{0}`.",
    ),
    (
        r"Take the code from the list of units\.",
        "Hãy lấy mã trong danh sách đơn vị.",
        "Bitte die Kennung aus der Liste der Stellen nehmen.",
    ),
    (r"There is no (.+) '(.+?)'\.", "Không có {0} `{1}`.", "Es gibt kein {0} `{1}`."),
    (
        r"The proposal is for '(.+?)', but its text says '(.*)'\.",
        "Dự thảo là của thủ tục {0}, nhưng nội dung ghi {1}.",
        "Der Vorschlag ist für {0}, sein Text sagt aber {1}.",
    ),
    (
        r"Write '(.+?)', or start a proposal of its own\.",
        "Hãy ghi {0}, hoặc lập một dự thảo riêng.",
        "Bitte {0} schreiben oder einen eigenen Vorschlag beginnen.",
    ),
    (
        r"This is not YAML: (.+)\.",
        "Không đọc được YAML: {0}.",
        "Das ist kein YAML: {0}.",
    ),
    (
        r"Check indentation, quotes and colons here\.",
        "Hãy xem lại cách thụt dòng, dấu ngoặc kép và dấu hai chấm ở đây.",
        "Bitte Einrückung, Anführungszeichen und Doppelpunkte hier prüfen.",
    ),
    (r"The file is empty\.", "Chưa có nội dung.", "Der Text ist leer."),
    (r"Fill it in\.", "Hãy điền vào.", "Bitte ausfüllen."),
    (
        r"The key '(.+)' stands here twice\.",
        "Mục `{0}` được ghi hai lần.",
        "Der Schlüssel `{0}` steht hier zweimal.",
    ),
    (r"Keep one\.", "Hãy giữ lại một.", "Bitte nur einen behalten."),
    (
        r"'(.+)' stands here twice\.",
        "`{0}` được ghi hai lần.",
        "`{0}` steht hier zweimal.",
    ),
    (r"Rename one of them\.", "Hãy đổi tên một mục.", "Bitte eines umbenennen."),
    (r"Rename the field\.", "Hãy đổi mã câu hỏi.", "Bitte die Frage umbenennen."),
    (
        r"'(.+)' is the name of another field or of a circumstance\.",
        "`{0}` là mã của câu hỏi khác hoặc của một dữ kiện có sẵn.",
        "`{0}` heißt schon eine andere Frage oder ein Umstand.",
    ),
    (r"(\w+): Field required\.", "Thiếu mục `{0}`.", "`{0}` fehlt."),
    (r"(\w+): Input should be (.+)\.", "{0}: phải là {1}.", "{0}: muss {1} sein."),
    (
        r"(\w+): String should match pattern (.+)\.",
        "{0}: chưa đúng cách viết ({1}).",
        "{0}: nicht in der richtigen Schreibweise ({1}).",
    ),
    (
        r"(\w+): String should have at least 1 character\.",
        "{0}: chưa điền.",
        "{0}: ist leer.",
    ),
    (
        r"(\w+): Tuple should have at least 1 item after validation, not 0\.",
        "{0}: phải có ít nhất một dòng.",
        "{0}: braucht mindestens einen Eintrag.",
    ),
    (
        r"(\w+): String should have at most (\d+) characters\.",
        "{0}: dài quá {1} ký tự.",
        "{0}: länger als {1} Zeichen.",
    ),
    (
        r"Put it in quotes\.",
        "Hãy đặt trong dấu ngoặc kép.",
        "Bitte in Anführungszeichen.",
    ),
    (r"Write digits alone\.", "Hãy chỉ ghi chữ số.", "Bitte nur Ziffern."),
    (r"Write true or false\.", "Hãy ghi true hoặc false.", "Bitte true oder false."),
    (
        r"Write a list: (.+)",
        "Hãy ghi một danh sách: [a, b], hoặc mỗi dòng một mục.",
        "Bitte eine Liste: [a, b], oder eins je Zeile.",
    ),
    (
        r"Write keys and values\.",
        "Hãy ghi các mục và giá trị.",
        "Bitte Schlüssel und Werte.",
    ),
    (
        r"Write the day as 2026-07-01\.",
        "Hãy ghi ngày theo dạng 2026-07-01.",
        "Bitte den Tag als 2026-07-01 schreiben.",
    ),
    (r"Say which `type` it is\.", "Hãy chọn kiểu.", "Bitte den Typ angeben."),
    (
        r"'(.*)' is no limit\. (.+)",
        "“{0}” không phải là thời hạn. Hãy ghi, ví dụ: 5 ngày làm việc, 30 ngày.",
        "„{0}“ ist keine Frist. Bitte z. B. 5 Arbeitstage, 30 Tage.",
    ),
    (
        r"Not a citation: '(.*)'\.",
        "“{0}” không phải là căn cứ. Hãy ghi số hiệu văn bản.",
        "„{0}“ ist keine Fundstelle. Bitte die Nummer der Vorschrift angeben.",
    ),
    (
        r"The condition is wrong: There is no field '(.+?)'\.(.*)",
        "Điều kiện sai: không có câu hỏi `{0}`. {1}",
        "Die Bedingung ist falsch: Es gibt keine Frage `{0}`. {1}",
    ),
    (
        r"The condition is wrong: (.+)",
        "Điều kiện sai: {0}",
        "Die Bedingung ist falsch: {0}",
    ),
    (r"Write CEL, e\.g\. (.+)", "Hãy viết theo CEL, ví dụ {0}", "Bitte CEL, z. B. {0}"),
    (
        r"A unit is named: no place is needed\.",
        "Đã nêu đơn vị nên không cần địa bàn.",
        "Eine Stelle ist genannt: kein Ort nötig.",
    ),
    (r"Take `place` away\.", "Hãy bỏ mục địa bàn.", "Bitte `place` wegnehmen."),
    (
        r"The field '(.+?)' does not say where\.",
        "Câu hỏi `{0}` không cho biết địa bàn.",
        "Die Frage `{0}` sagt nicht, wo.",
    ),
    (
        r"Name a field of type WARD or ADDRESS\.",
        "Hãy chọn câu hỏi kiểu xã, phường hoặc địa chỉ.",
        "Bitte eine Frage vom Typ WARD oder ADDRESS.",
    ),
    (
        r"`units` are listed with LISTED, and only then\.",
        "Mã đơn vị chỉ ghi khi nơi tiếp nhận là các đơn vị nêu tên.",
        "Stellen stehen nur bei LISTED.",
    ),
    (
        r"Name the units, or take another word for `places`\.",
        "Hãy ghi mã đơn vị, hoặc chọn nơi tiếp nhận khác.",
        "Bitte die Stellen nennen oder `places` ändern.",
    ),
    (
        r"It ends before it starts\.",
        "Ngày hết hiệu lực trước ngày có hiệu lực.",
        "Es endet, bevor es beginnt.",
    ),
    (r"Give a later day\.", "Hãy chọn ngày sau.", "Bitte einen späteren Tag."),
    (
        r"Nothing else is in the group '(.+)'\.",
        "Nhóm `{0}` chỉ có một giấy tờ.",
        "In der Gruppe `{0}` ist sonst nichts.",
    ),
    (
        r"Name the alternatives, or take `group` away\.",
        "Hãy thêm giấy tờ thay thế vào nhóm, hoặc bỏ nhóm.",
        "Bitte die Alternativen nennen oder `group` wegnehmen.",
    ),
    (
        r"'(.+)' is (\w+) with (\d+) pieces\.",
        "`{0}` có hình thức {1} với {2} bản.",
        "`{0}` ist {1} mit {2} Stück.",
    ),
    (
        r"Say how many `originals` or `copies`; DATA has none\.",
        "Hãy ghi số bản chính hoặc bản sao; giấy tờ lấy từ dữ liệu thì không ghi.",
        "Bitte die Zahl der Originale oder Kopien angeben; DATA hat keine.",
    ),
    (
        r"An amount that is not known says who sets it; a known one does not\.",
        "Mức chưa biết thì phải ghi ai quy định; mức đã biết thì không ghi.",
        "Ein unbekannter Betrag sagt, wer ihn festsetzt; ein bekannter nicht.",
    ),
    (
        r"Say `set_by` with `amount: null`, and only then\.",
        "Hãy ghi ai quy định mức khi để trống mức, và chỉ khi đó.",
        "Bitte `set_by` bei `amount: null` angeben, und nur dann.",
    ),
    (
        r"'(.+)' is no count\.",
        "`{0}` không phải là số lượng.",
        "`{0}` ist keine Anzahl.",
    ),
    (
        r"Name a NUMBER field\.",
        "Hãy chọn câu hỏi kiểu số.",
        "Bitte eine Frage vom Typ NUMBER.",
    ),
    (
        r"Every variant has `when`, but for the last, which is for all others\.",
        "Mỗi trường hợp phải có điều kiện, trừ trường hợp cuối cùng.",
        "Jeder Fall hat `when`, außer dem letzten für alle anderen.",
    ),
    (
        r"Put the ordinary case last, without `when`\.",
        "Hãy để trường hợp thông thường cuối cùng, không có điều kiện.",
        "Bitte den Normalfall ans Ende, ohne `when`.",
    ),
    (
        r"No outcome of the process gives the result '(.+)'\.",
        "Không bước nào của quy trình dẫn đến kết quả `{0}`.",
        "Kein Ausgang führt zum Ergebnis `{0}`.",
    ),
    (
        r"Name it as the `result` of an outcome, or take it away\.",
        "Hãy nêu kết quả này trong quy trình, hoặc bỏ đi.",
        "Bitte als `result` eines Ausgangs nennen oder wegnehmen.",
    ),
    (
        r"Nobody does this step\.",
        "Chưa có ai làm bước này.",
        "Niemand tut diesen Schritt.",
    ),
    (r"Say `(.+)`\.", "Hãy ghi `{0}`.", "Bitte `{0}` angeben."),
    (
        r"Nothing leads to '(.+)'\.",
        "Không bước nào dẫn đến `{0}`.",
        "Nichts führt zu `{0}`.",
    ),
    (
        r"From '(.+)' there is no way to an end\.",
        "Từ `{0}` không có đường kết thúc.",
        "Von `{0}` führt kein Weg zu einem Ende.",
    ),
    (
        r"A version holds from (.+)\.",
        "Đã có bản có hiệu lực từ {0}.",
        "Eine Fassung gilt ab {0}.",
    ),
    (
        r"Close from a later day\.",
        "Hãy bãi bỏ từ ngày sau đó.",
        "Bitte an einem späteren Tag schließen.",
    ),
    (
        r"No version is in force until (.+) and after\.",
        "Không có bản nào còn hiệu lực đến ngày {0}.",
        "Keine Fassung gilt bis {0} und danach.",
    ),
    (
        r"It has ended already, or never began\.",
        "Thủ tục đã hết hiệu lực, hoặc chưa có.",
        "Es ist schon zu Ende oder hat nie begonnen.",
    ),
    (
        r"It cannot succeed itself\.",
        "Thủ tục không thể thay thế chính nó.",
        "Es kann nicht sein eigener Nachfolger sein.",
    ),
    (r"Name another code\.", "Hãy ghi mã khác.", "Bitte eine andere Kennung."),
    (
        r"Publish it first, or leave the successor out\.",
        "Hãy công bố thủ tục đó trước, hoặc để trống.",
        "Bitte zuerst veröffentlichen oder weglassen.",
    ),
)
_PATTERNS = tuple((re.compile(said, re.DOTALL), vi, de) for said, vi, de in _SAID)


def in_words(said: str) -> Text:
    """Return what a check says in three languages.

    >>> in_words("The key 'fees' is missing.").vi
    'Thiếu mục `fees`.'
    >>> in_words("Quite new.").vi
    'Quite new.'
    """
    for pattern, vi, de in _PATTERNS:
        if match := pattern.fullmatch(said):
            groups = [in_words((part or "").strip()) for part in match.groups()]
            return Text(
                vi.format(*(one.vi for one in groups)).strip(),
                said,
                de.format(*(one.to("de") for one in groups)).strip(),
            )
    return Text(said, said, said)
