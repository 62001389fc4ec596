"""Invented holders and the names that they give their cards, in the three languages."""

from dataclasses import dataclass
from random import Random

LANGUAGES = ("zh-hans", "ru", "en")


@dataclass(frozen=True)
class Names:
    """`pairs`: given names with the family names that agree with them; `pattern` puts the two together."""

    pairs: tuple[tuple[str, str], ...]  # words parted by spaces
    pattern: str
    nicknames: tuple[str, ...]


NAMES: dict[str, Names] = {
    "zh-hans": Names(
        pairs=(
            (
                "伟 芳 娜 敏 静 丽 强 磊 洋 艳 勇 军 涛 明 霞 晓燕 思远 雨桐 子涵 欣怡 浩然 志强 海燕 建国",
                "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 欧阳",
            ),
        ),
        pattern="{family}{given}",
        nicknames=(
            "莫斯科出差卡",
            "留学手机卡",
            "妈妈的卡",
            "旅行eSIM",
            "备用号码",
            "平板上网卡",
            "圣彼得堡",
            "公司三号卡",
        ),
    ),
    "ru": Names(
        pairs=(
            (
                "Иван Алексей Дмитрий Сергей Пётр Николай Артём Михаил Юрий Кирилл Фёдор Григорий",
                "Иванов Смирнов Кузнецов Попов Васильев Соколов Новиков Морозов Волков Лебедев Щукин Ёлкин",
            ),
            (
                "Анна Мария Ольга Елена Наталья Ирина Юлия Светлана Ксения Дарья Алёна Вера",
                "Иванова Смирнова Кузнецова Попова Соколова Новикова Морозова Волкова Лебедева Щукина Ёлкина",
            ),
        ),
        pattern="{given} {family}",
        nicknames=(
            "Командировка",
            "Дачный модем",
            "Мамин телефон",
            "Вторая симка",
            "Планшет",
            "Поездка в Казань",
            "Рабочий номер",
        ),
    ),
    "en": Names(
        pairs=(
            (
                "Alice Ben Chloe Daniel Emma Frank Grace Henry Isla Jack Kate Liam Mia Noah Paul Rose Zoë",
                "Smith Jones Taylor Brown Wilson Evans Walker Wright Hughes Green Hall O’Neill Müller García",
            ),
        ),
        pattern="{given} {family}",
        nicknames=(
            "Moscow trip",
            "Travel eSIM",
            "Dad's card",
            "Office tablet",
            "Spare number",
            "Summer in Minsk",
            "Tracker 4",
        ),
    ),
}

AGENTS: dict[str, tuple[str, ...]] = {
    "RU": ("Ирина", "Алексей", "Ольга В.", "Тимур", "Екатерина"),
    "BY": ("Алеся", "Павел"),
    "CN": ("客服 1024", "小王", "客服 3307"),
    "TR": ("Ayşe", "Murat"),
    "GB": ("Jamie", "Priya"),
}
AGENTS_ELSEWHERE = ("Lucía", "Support bot", "Mark")


def invented_holder(language: str, rng: Random) -> str:
    names = NAMES[language]
    given, family = rng.choice(names.pairs)
    return names.pattern.format(given=rng.choice(given.split()), family=rng.choice(family.split()))


def invented_nickname(language: str, rng: Random) -> str:
    """Every third card has none and is called by its number."""
    return rng.choice(NAMES[language].nicknames) if rng.randrange(3) else ""


def invented_agent(country: str, rng: Random) -> str:
    return rng.choice(AGENTS.get(country, AGENTS_ELSEWHERE))
