"""Secrets in tables: known by any heading that people and machines give them, and in the cells themselves."""

import pytest

from cancellations.domain.importing.columns import Column, ColumnFate, column_named, read_headings
from cancellations.domain.importing.secrets import (
    code_positions,
    is_secret_cell,
    is_secret_heading,
    names_secret,
    secret_positions,
    without_secrets,
)

KEY = "0123456789abcdef"
HEADINGS = [
    "PIN", "PIN1", "PIN2", "PUK 2", "e-PIN", "SimPin", "SIMPIN", "UserPIN", "PIN1PUK1", "PIN/PUK", "Pin №1", "CHV1",
    "Ki", "eKi", "OPc", "eOPc", "KI value", "K4", "К4", "K4 key", "Transport key", "OTA keys", "KIC1", "KID 2", "ADM1",
    "Authentication Key", "authKey", "aes_key", "Key", "MSL", "PAC code", "CVV", "OTP", "pwd", "Passphrase",
    "Activation code", "ActivationCode", "activation_code", "AC", "LPA:1$", "LPA string", "matching_id", "MatchingID",
    "Confirmation code", "eSIM code", "QR", "QR-code eSIM", "qr_link", "Security word", "Unlock code", "Port-out PIN",
    "ПИН", "ПИН-2", "пинкод", "пины", "ПУК", "ПУК2", "ПУК-код", "ПУКи", "Код активации", "Код для активации eSIM",
    "Активационный код", "код eSIM", "eSIM-код", "QR-код", "Куар-код", "Ключ аутентификации", "Транспортный ключ",
    "Ключи", "Пароль от кабинета", "Контрольное слово", "Кодовое слово", "Код безопасности", "Код разблокировки",
    "Код из СМС", "Одноразовый код", "Идентификатор соответствия", "Код подтверждения", "Секретный ключ",
    "激活码", "激活二维码", "PIN码", "PUK码2", "二维码", "服务密码", "鉴权密钥", "确认码", "匹配ID", "解锁码",
    "个人识别码", "验证码", "携号转网授权码", "卡密", "口令",
    "Activation", "eSIM activation", "Activation eSIM", "Activation (eSIM)", "Activation info", "Activation details",
    "Activation data", "ActivationData", "Activation URL", "activation_token", "Activation address", "Activation QR",
    "Activation ID", "Matching", "Matching ID", "AC token", "ac_token", "AC-токен", "Profile URL", "profile_url",
    "Profile link", "eSIM URL", "RSP URL", "SM-DP+ address", "SM-DP+", "SMDP", "SmdpAddress", "smdpaddress", "S.M.D.P.",
    "SM-DP+ адрес", "Адрес SM-DP+", "SM-DP+地址", "SMDP+ server",
    "Активация", "Активация eSIM", "eSIM активация", "Активация (eSIM)", "Коды активации", "код активации eSIM",
    "Кодактивации", "КодАктивации", "Код_активации", "Код актив.", "Актив. код", "Активация, код", "Активация: код",
    "Код на активацию", "Код eSIM-активации", "Код для установки eSIM", "Код профиля", "Код загрузки профиля",
    "Данные активации", "Данные для активации eSIM", "Информация об активации", "Токен активации",
    "Ссылка на активацию", "Ссылка на профиль", "URL профиля", "Ссылка для установки профиля", "Ссылка активации",
    "激活", "激活信息", "激活数据", "激活资料", "激活内容", "激活字符串", "激活地址", "激活网址", "激活URL", "激活令牌",
    "eSIM激活", "eSIM 激活", "激活eSIM", "激活碼", "启用码", "启用代码", "配置文件链接", "eSIM链接", "匹配标识",
    "РIN", "РUК", "PUК", "ПУK", "Кi",  # letters of both keyboards in one word
    "K_i", "K-i", "K.I.", "e_Ki", "O_P_c", "OP-c", "OP_C", "P.U.K", "P.I.N. 1", "p_u_k_2", "PI_N", "pin-код 2",
    "A D M 1", "SIM K_i (hex)", "П.И.Н.", "П У К 2", "К_i", "q/r", "K_4", "K I C 1", "A_C", "ПУ-К",  # and taken apart
]  # fmt: skip
HARMLESS = [
    "Shipping", "Kids phone", "Opening", "激活日期", "Копия", "Spin", "Купинский", "Kind", "Package", "Key account",
    "Код страны", "Код валюты", "Country code", "Activation date", "Дата активации", "Pinned", "Опция", "Operator",
    "Customer key", "Пункт", "eSIM", "eSIM profile", "Passport", "Паспорт", "Secretary", "Секретарь",
    "Контрольная дата", "Administrator", "Код подразделения", "卡密度", "Unlocked", "Kit", "Quarter",
    "Code of the plan", "TAC code", "Ф.И.О.", "И.О.", "N п/п", "№ п/п", "т.к.", "Т е л", "К/с", "S I M", "I.C.C.I.D",
    "I-M-E-I", "с/н", "A", "k p i", "P.S.", "О.К.",
    "Activation day", "Activation status", "Activation fee", "Date of activation", "ActivationDate", "Activated",
    "Activated on", "Activation month", "Activation time", "Active", "Matching rule", "Matched", "Profile", "URL",
    "Profile name", "Activation price", "Activation channel",
    "Активация, дата", "Дата и время активации", "Дата активац.", "Стоимость активации", "Статус активации",
    "Активирована", "Активен", "Активна", "Активный номер", "Код активен", "Месяц активации", "Профиль", "Ссылка",
    "激活时间", "激活状态", "是否激活", "已激活", "激活日", "激活费", "激活方式", "启用日期", "启用", "配置文件",
    "激活人",
]  # fmt: skip


@pytest.mark.parametrize("text", HEADINGS)
def test_secret_headings(text: str) -> None:
    assert is_secret_heading(text)
    (one,) = read_headings([text], chosen={0: Column.NOTE}).all
    assert (one.fate, one.column) == (ColumnFate.DROPPED, None)


@pytest.mark.parametrize("text", HARMLESS)
def test_headings_that_only_look_secret(text: str) -> None:
    assert not is_secret_heading(text)


@pytest.mark.parametrize("text", ["Activation", "Matching", "Активация", "激活"])
def test_what_a_cell_may_say_of_any_card_is_secret_in_headings_only(text: str) -> None:
    assert not names_secret(text)


@pytest.mark.parametrize("text", ["IССID", "ІCCID", "ICСID", "iccіd"])
def test_a_heading_typed_on_both_keyboards_is_known(text: str) -> None:
    assert not text.isascii()
    assert column_named(text) is Column.ICCID


@pytest.mark.parametrize(
    "text",
    [
        "LPA:1$smdp.example.org$04386-AGYFT-A74Y8-3F815", "see lpa:1$rsp.example.com$ABC, thanks",
        "https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1%24smdp.example.org%24ABC",
        KEY * 2, KEY * 3, KEY * 4, (KEY * 2).upper(), "0123 4567 89ab cdef " * 2, f"Ki={KEY * 2}",
    ],
)  # fmt: skip
def test_activation_codes_and_keys_are_known_in_any_cell(text: str) -> None:
    assert is_secret_cell(text)
    assert without_secrets(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "89701012345678901234", "89049032123451234512345678901224", "123e4567-e89b-12d3-a456-426614174000",
        "Spin 1234", "pinterest 12345678", "PIN changed in 2026", "PIN: +79161234567", "PUK 123456789",
        "PIN", "PIN 12", "+79161234567", "Sala 1234", KEY, f"{KEY * 2}a",
    ],
)  # fmt: skip
def test_other_numbers_stay(text: str) -> None:
    assert without_secrets(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("PIN 1234", "PIN •••"),
        ("Карта директора, пин-код: 4321", "Карта директора, пин-код: •••"),
        ("PIN1=0000; PUK1=12345678", "PIN1=•••; PUK1=•••"),
        ("ПУК2 87654321, лежит в сейфе", "ПУК2 •••, лежит в сейфе"),
        ("PIN码：1234", "PIN码：•••"),
        ("PIN 4711 PUK 12345678", "PIN ••• PUK •••"),
        ("PUK 22345678", "PUK •••"),
        ("PUK2 12345678", "PUK2 •••"),
        ("ПИН 1 1111, ПУК 1234 5678", "ПИН 1 •••, ПУК •••"),
        ("PIN/PUK: 4711/12345678, safe 3", "PIN/PUK: •••, safe 3"),
        ("PINs 4711 and 4712", "PINs •••"),
        ("PIN is 4711", "PIN is •••"),
        ("пин-код карты — 4711 и 4712, тел. 84951234567", "пин-код карты — •••, тел. 84951234567"),
        ("PIN码是4711，PUK码为12345678", "PIN码是•••，PUK码为•••"),
        ("PIN (4711)", "PIN (•••)"),
        ("PIN1#4711", "PIN1#•••"),
        ("РIN 4711", "РIN •••"),
        ("PIN14711", "PIN•••"),
    ],
)
def test_of_a_note_only_the_pin_goes(text: str, kept: str) -> None:
    assert without_secrets(text) == kept


def test_columns_full_of_secrets_need_no_heading() -> None:
    rows = [["+79161234567", f"LPA:1$smdp.example.org$M{number}", "x"] for number in range(3)]
    assert secret_positions(rows) == {1}


def test_columns_like_pins_and_puks() -> None:
    rows = [["79161234567", "1204", "31234567", "2026", ""], ["79161234568", "9999", "92345678", "", "12345678901"]]
    assert code_positions(rows) == {1, 2, 3}
    assert code_positions(rows, beginning="0") == frozenset()
    assert code_positions([*rows, ["1", "0451", "02345678", "2027", ""]], beginning="0") == {1, 2}
