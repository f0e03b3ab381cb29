"""What things have of others: none, just so many, so many kinds, only such, all of them so."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("question, told", [
    ("一个计量站都没接的取水口有几个", "未计量的取水口数"),
    ("一张整改通知都没收到过的取水户有几户", "责令整改数为0的取水户数"),
    ("没有任何取水口的取水许可证有几本", "取水口数为0的取水许可证数"),
    ("只有一台在用计量器具的站有多少个", "在用计量器具数为1只的计量站点数"),
    ("手里有两本证的取水户有几户", "取水许可证数为2本的取水户数"),
    ("不止一本证的取水户有几户", "取水许可证数超过1本的取水户数"),
    ("只检查过一次的取水户有几户", "有1次现场检查的取水户数"),
    ("身上有两类及以上不同问题的取水户有几户", "问题涉及的问题类型数不少于2个的取水户数"),
    ("所有表都过了检定期的站有几个", "所有计量器具都检定过期的计量站点数"),
    ("每个取水口都装了表的取水户有几户", "所有取水口都已计量的取水户数"),
    ("只有地下水取水口的取水户有几户", "所有取水口都水体类型为地下水的取水户数"),
    ("有两个以上取水口但只有一本证的取水户有几户",
     "取水口数不少于2个且取水许可证数为1本的取水户数"),
    ("出过离线和卡值两种异常的站有几个", "期内离线过且期内有过卡值站点异常的计量站点数"),
])  # fmt: skip
def test_a_thing_is_told_by_what_it_has(reader, question, told):
    plan = reader.read(question)
    assert (plan.status, plan.reading) == ("ready", told)
