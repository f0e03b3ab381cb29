from __future__ import annotations

from conftest import Folder

DAYS = """(select station_id, cast(observed_at - interval 1 second as date) as date,
  count(*) as records, sum((received_at <= observed_at + interval 60 minute)::int) as on_time,
  sum(case when received_at > observed_at + interval 60 minute
      then epoch(received_at - observed_at) / 60 else 0 end) as delay,
  round(sum(volume_m3), 2) as volume from reading group by all)"""


def test_days_are_the_sum_of_their_hours(either: Folder):
    off = either.one(f"""
        select count(*) from station_day d left join {DAYS} r using (station_id, date)
        where date > date '2026-09-16' - 60 and (
          coalesce(r.records, 0) <> records_received or coalesce(r.on_time, 0) <> records_on_time
          or abs(coalesce(r.delay, 0) - delay_minutes_sum) > 0.1
          or (r.volume is null) <> (volume_m3 is null)
          or abs(coalesce(r.volume, 0) - coalesce(volume_m3, 0)) > 0.02)""")
    assert off == 0
    assert either.one("select count(distinct observed_at) from reading") == 59 * 24 + 8
    lost = f"select count(*) from {DAYS} r anti join station_day d using (station_id, date)"
    assert either.one(lost) == 0


def test_nothing_arrives_after_now_or_before_it_was_measured(either: Folder):
    assert either.one("select count(*) from reading where received_at > '2026-09-16 09:00'") == 0
    assert either.one("select count(*) from reading where received_at <= observed_at") == 0


def test_counts_keep_their_order(either: Folder):
    for table in ("station_day", "station_month_archive"):
        wrong = either.one(f"""select count(*) from {table} where not
            (0 <= records_on_time and records_on_time <= records_received
             and records_received <= records_due)
             or (records_received = 0 and volume_m3 is not null)
             or (records_on_time = records_received and delay_minutes_sum > 0)""")
        assert wrong == 0
    wrong = either.one("""select count(*) from station_month_archive where
        report_days > days or online_days > days or abnormal_days > days""")
    assert wrong == 0


def test_every_day_and_month_is_covered(folder: Folder):
    assert folder.rows("select min(date)::text, max(date)::text from station_day") == [
        ("2024-09-17", "2026-09-16")
    ]
    assert folder.rows(
        "select min(month)::text, max(month)::text, max(days) from station_month_archive"
    ) == [("2021-01-01", "2024-09-01", 31)]
    assert (
        folder.one("select max(days) from station_month_archive where month = '2024-09-01'") == 16
    )


def test_no_row_before_a_station_was_built(either: Folder):
    for table, day in (("station_day", "date"), ("reading", "observed_at"),
                       ("station_month_archive", "last_day(month)")):  # fmt: skip
        early = (
            f"select count(*) from {table} join station using (station_id) where {day} < built_date"
        )
        assert either.one(early) == 0


def test_an_offline_day_is_not_online(either: Folder):
    wrong = either.one("""
        select count(*) from anomaly a join station_day d on d.station_id = a.station_id
        and a.start_at <= d.date + interval 23 hour
        and coalesce(a.end_at, timestamp '2030-01-01') >= d.date + interval 24 hour
        where a.kind = '离线' and d.online""")
    assert wrong == 0
    inside = either.one("""
        select count(*) from anomaly a join reading r on r.station_id = a.station_id
        and r.observed_at > a.start_at
        and r.observed_at <= coalesce(a.end_at, timestamp '2030-01-01') where a.kind = '离线'""")
    assert inside == 0


def test_open_anomalies_and_tickets_have_no_end(either: Folder):
    assert either.one("select count(*) from anomaly where end_at > '2026-09-16 09:00'") == 0
    assert either.one("select count(*) from anomaly where end_at is null") >= 3
    assert either.one("select count(*) from anomaly where end_at <= start_at") == 0
    wrong = either.one("""select count(*) from fault_ticket where reported_at > '2026-09-16 09:00'
        or responded_at < reported_at or repaired_at < responded_at""")
    assert wrong == 0
    quick = either.one("""select avg((repaired_at - reported_at <= interval 72 hour)::int)
        from fault_ticket where repaired_at is not null""")
    assert 0.6 < quick < 0.98


def spell_readings(folder: Folder, spell: dict[str, str], column: str) -> list[float]:
    end = spell["end"] or "2026-09-16 09:00:00"
    return [
        v
        for (v,) in folder.rows(f"""select {column} from reading
        where station_id = '{spell["object"]}' and {column} is not null
        and observed_at > '{spell["start"]}' and observed_at <= '{end}' order by observed_at""")
    ]


def recent(folder: Folder, kind: str) -> list[dict[str, str]]:
    return [s for s in folder.truth("reading", kind) if s["start"] > "2026-07-20"]


def test_bad_numbers_stand_where_the_truth_says(folder: Folder):
    shown = {kind: 0 for kind in ("卡值", "长期零值", "负值", "突增")}
    for kind in shown:
        for spell in recent(folder, kind):
            flows = spell_readings(folder, spell, "flow_m3h")
            shown[kind] += bool(flows)
            if kind == "负值":
                assert all(flow < 0 for flow in flows)
            if kind == "长期零值":
                assert set(flows) <= {0.0}
            if kind == "卡值":
                assert len(set(flows)) <= 1
    assert all(shown.values())
    negative = {s["object"] for s in recent(folder, "负值")}
    found = {
        s for (s,) in folder.rows("select distinct station_id from reading where flow_m3h < 0")
    }
    assert found <= negative


def test_a_spike_stands_out_tenfold(folder: Folder):
    seen = 0
    for spell in recent(folder, "突增"):
        flows = spell_readings(folder, spell, "flow_m3h")
        usual = folder.one(f"""select median(flow_m3h) from reading
            where station_id = '{spell["object"]}' and flow_m3h > 0""")
        if flows and usual:
            seen += 1
            assert max(flows) > 2.5 * usual
    assert seen > 0


def test_the_counter_only_falls_where_it_was_reset(folder: Folder):
    falls = {
        s
        for (s,) in folder.rows("""select distinct station_id from (select station_id,
        total_m3 - lag(total_m3) over (partition by station_id order by observed_at) as step,
        volume_m3 from reading where total_m3 is not null) where step < -1""")
    }
    planted = {s["object"] for s in recent(folder, "计数回零")}
    bent = {s["object"] for s in recent(folder, "负值")}
    assert planted
    assert falls <= planted | bent


def test_stations_that_never_sent_anything(either: Folder):
    silent = {row["object"] for row in either.truth("station", "从未上传")}
    assert silent
    listed = ", ".join(f"'{s}'" for s in silent)
    assert either.one(f"select count(*) from reading where station_id in ({listed})") == 0
    assert (
        either.one(f"select sum(records_received) from station_day where station_id in ({listed})")
        == 0
    )
    assert either.one(
        f"select count(*) from anomaly where station_id in ({listed}) and end_at is null"
    ) == len(silent)


def test_the_weak_city_reports_worse_and_the_story_shows(folder: Folder):
    rate = dict(
        folder.rows("""select city_code, sum(records_received) / sum(records_due)
        from station_day join station using (station_id) join county using (county_code)
        where date between '2026-08-01' and '2026-08-31' group by all""")
    )
    before = folder.one("""select sum(records_received) / sum(records_due)
        from station_day join station using (station_id) join county using (county_code)
        where date between '2026-06-01' and '2026-06-30' and city_code = '360500'""")
    assert min(rate, key=rate.get) == "360500"
    assert rate["360500"] < before - 0.05
    assert max(rate.values()) > 0.98
    assert {city for (city,) in folder.rows(
        "select city_code from station join county using (county_code) where not has_archive"
    )}.isdisjoint({"360200"})  # fmt: skip


def test_water_follows_the_season(folder: Folder):
    by_month = dict(
        folder.rows("""select month(date), sum(volume_m3) from station_day
        join station using (station_id) join holder using (holder_id)
        where kind = '灌区' and year(date) = 2025 group by all""")
    )
    assert by_month[7] > 8 * by_month[1]
    night, day = folder.rows("""select
        sum(volume_m3) filter (hour(observed_at) between 2 and 4),
        sum(volume_m3) filter (hour(observed_at) between 9 and 11)
        from reading join station using (station_id) join holder using (holder_id)
        where kind = '公共供水企业'""")[0]
    assert day > 1.5 * night
