from __future__ import annotations

import pytest
from conftest import Folder


def truth(folder: Folder, kind: str) -> set[str]:
    return {row["object"] for row in folder.truth("survey_report", kind)}


def reports(folder: Folder, where: str) -> set[str]:
    return {v for (v,) in folder.rows(f"select report_id from survey_report where {where}")}


def test_planted_form_faults_are_in_the_data(either: Folder):
    assert reports(either, "submitted_at is null") == truth(either, "未报") != set()
    zero = reports(either, "volume_m3 = 0 and unit_id is not null")
    assert zero == truth(either, "报零") != set()
    assert reports(either, "unit_slip") <= truth(either, "单位错误")
    edited = {v for (v,) in either.rows("select report_id from report_edit where after_close")}
    assert edited == truth(either, "关账后修改") != set()


def test_repeated_values(folder: Folder):
    q = """select report_id from (select *,
        lag(volume_m3, 1) over w as one, lag(volume_m3, 2) over w as two,
        lag(volume_m3, 4) over w as year, lag(period_start, 4) over w as before
        from survey_report where form = '季报'
        window w as (partition by unit_id order by period_start))
        where volume_m3 > 0 and """
    same = {
        v
        for (v,) in folder.rows(q + "volume_m3 = year and before = period_start - interval 1 year")
    }
    three = {v for (v,) in folder.rows(q + "volume_m3 = one and volume_m3 = two")}
    gone = truth(folder, "未报")
    assert truth(folder, "连续三季相同") - gone
    assert len(truth(folder, "与上年同期相同") & same) >= len(
        truth(folder, "与上年同期相同")
    ) - len(gone)
    assert len(truth(folder, "连续三季相同") & three) >= 1


def test_a_slip_is_far_from_the_same_unit_s_other_forms(folder: Folder):
    for row in folder.truth("survey_report", "单位错误"):
        if float(row["detail"]) < 1e4:
            continue
        volume, usual = folder.rows(f"""select r.volume_m3, median(o.volume_m3)
            from survey_report r join survey_report o using (unit_id, form)
            where r.report_id = '{row["object"]}' and o.report_id <> r.report_id group by all""")[0]
        assert volume > 30 * usual


def test_some_key_units_filed_nothing_all_year(folder: Folder):
    silent = folder.one("""select count(*) from (select unit_id from survey_report
        where form = '季报' and year(period_start) = 2025 group by 1
        having count(*) = 4 and count(submitted_at) = 0)""")
    assert silent >= 1


def test_sources_add_up(either: Folder):
    assert (
        either.one("""select count(*) from survey_report
        where abs(surface_m3 + ground_m3 + other_m3 - volume_m3) > 1""")
        == 0
    )
    assert (
        either.one("""select count(*) from survey_report where submitted_at is not null
        and sold_domestic_m3 + sold_production_m3 + sold_public_m3 > volume_m3""")
        == 0
    )


def test_review_goes_level_by_level(either: Folder):
    assert (
        either.one("""select count(*) from survey_report where
        (submitted_at is null or closed_at is not null) <> (review_level is null)""")
        == 0
    )
    assert (
        either.one("""select count(*) from survey_report r left join (select report_id, count(*)
        as n from report_return group by 1) b using (report_id)
        where return_count <> coalesce(n, 0)""")
        == 0
    )
    assert (
        either.one("""select count(*) from survey_report r join (select report_id,
        max(finished_at) as last from review_step group by 1) s using (report_id)
        where closed_at is not null and closed_at <> last""")
        == 0
    )
    assert either.one("select count(*) from review_step where finished_at < received_at") == 0
    assert (
        either.one("""select count(*) from survey_report
        where submitted_at::date <= period_end""")
        == 0
    )


def test_the_perfect_city_filed_everything_on_time(folder: Folder):
    late = dict(
        folder.rows("""select city_code, sum((submitted_at is null
        or submitted_at::date > due_date)::int) from survey_report join county using (county_code)
        group by all""")
    )
    assert late["360600"] == 0
    assert sum(count > 0 for count in late.values()) >= 6


def test_a_unit_files_only_while_in_the_directory(either: Folder):
    assert (
        either.one("""select count(*) from survey_report join survey_unit using (unit_id)
        where entry_date > period_start or exit_date <= period_end""")
        == 0
    )


def test_forms_agree_with_the_meters_of_the_same_holder(folder: Folder):
    ratio = folder.one("""with m as (select holder_id, sum(volume_m3) as v from station_day
          join station using (station_id)
          where date between '2026-04-01' and '2026-06-30' group by 1)
        select median(r.volume_m3 / m.v) from survey_report r join survey_unit u using (unit_id)
        join m using (holder_id) where form = '季报' and period_start = '2026-04-01'""")
    assert ratio == pytest.approx(1.03, abs=0.06)


def test_progress_never_falls_or_overshoots(either: Folder):
    assert (
        either.one("""select count(*) from (select done_count - lag(done_count) over (
        partition by city_code, task order by date) as step
        from register_progress) where step < 0""")
        == 0
    )
    last = either.rows("""select done_count / todo_count from register_progress
        where date = date '2026-09-16'""")
    assert max(last)[0] == 1
    assert min(last)[0] < 0.99


def test_accounts_deviate_as_the_truth_says(either: Folder):
    wide = {
        f"{y}-{c}"
        for y, c in either.rows("""select year, city_code from annual_account
        where abs(surveyed_m3 + estimated_m3 - reported_m3) > 0.05 * reported_m3""")
    }
    assert wide == {row["object"] for row in either.truth("annual_account", "核算偏差")} != set()
    assert (
        either.one("""select count(*) from annual_account where explanation is null
        and abs(surveyed_m3 + estimated_m3 - reported_m3) > 0.05 * reported_m3""")
        > 0
    )
    assert (
        either.one("""select count(*) from annual_account a join (select year, city_code,
        sum(use_yi_m3) as u from annual_use group by all) using (year, city_code)
        where abs(reported_m3 / 1e8 - u) > 1e-4""")
        == 0
    )
