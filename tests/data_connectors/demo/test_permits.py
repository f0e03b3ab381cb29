from __future__ import annotations

from conftest import Folder

TODAY = "date '2026-09-16'"


def objects(folder: Folder, table: str, *kinds: str) -> set[str]:
    return {row["object"] for row in folder.truth(table, *kinds)}


def found(folder: Folder, sql: str) -> set[str]:
    return {value for (value,) in folder.rows(sql)}


def over_in(folder: Folder, year: int) -> set[str]:
    return found(
        folder,
        f"""select permit_id from station_day join station using (station_id)
        join permit using (permit_id) where year(date) = {year} group by permit_id
        having sum(volume_m3) > any_value(annual_volume_m3)""",
    )


def test_over_permit_is_exactly_what_was_planted(either: Folder):
    for year in (2026, 2025):
        planted = {
            row["object"]
            for row in either.truth("permit", "超许可")
            if row["start"].startswith(str(year))
        }
        assert planted
        assert planted <= over_in(either, year)
        assert over_in(either, year) <= planted | {
            row["object"] for row in either.truth("permit", "超许可", "接近许可")
        }


def test_some_are_between_the_warning_and_the_limit(folder: Folder):
    near = folder.one("""select count(*) from (select permit_id from station_day
        join station using (station_id) join permit using (permit_id) where year(date) = 2026
        group by permit_id
        having sum(volume_m3) / any_value(annual_volume_m3) between 0.8 and 1)""")
    assert near >= 2


def test_expired_permits_still_draw_and_were_not_renewed(either: Folder):
    planted = objects(either, "permit", "证过期取水")
    drawing = found(
        either,
        f"""select permit_id from permit p join station using (permit_id)
        join station_day d using (station_id) where d.date > p.valid_to and p.valid_to < {TODAY}
        and p.status = '有效' and volume_m3 > 0""",
    )
    assert planted and drawing == planted
    renewed = found(
        either,
        f"""select permit_id from permit_event join permit using (permit_id)
        where kind = '延续' and event_date > valid_to and valid_to < {TODAY}""",
    )
    assert renewed == set()


def test_ended_permits_that_still_draw(either: Folder):
    drawing = found(
        either,
        """select p.permit_id from permit p join station using (permit_id)
        join station_day d using (station_id)
        where p.status <> '有效' and d.date > p.status_date and volume_m3 > 0""",
    )
    assert drawing == objects(either, "permit", "注销后取水") != set()


def test_zombie_permits_took_nothing_for_two_years(either: Folder):
    dead = found(
        either,
        f"""select permit_id from permit join station using (permit_id)
        join station_day using (station_id) where permit.status = '有效' and valid_to >= {TODAY}
        group by permit_id having coalesce(sum(volume_m3), 0) = 0 and sum(records_received) > 0""",
    )
    assert objects(either, "permit", "僵尸证") == dead != set()


def test_broken_links(either: Folder):
    no_intake = "select permit_id from permit where permit_id not in (select permit_id from intake where permit_id is not null)"  # noqa: E501
    checks = {
        ("permit", "有证无口"): no_intake,
        ("intake", "有口无证"): "select intake_id from intake where permit_id is null",
        ("permit", "一证多户"): """select permit_id from permit_holder group by 1
            having count(*) > 1""",
        ("meter", "一表多户"): "select meter_id from meter_holder group by 1 having count(*) > 1",
        ("station", "多表一户"): """select station_id from meter where removed_date is null
            group by 1 having count(*) > 1""",
        ("holder", "一户多址"): "select holder_id from holder where address_count > 1",
        ("intake", "坐标越界"): "select intake_id from intake where offset_km > 0",
        ("station", "停用未复核"): f"""select station_id from station where status <> '在用'
            and review_due_date < {TODAY} and reviewed_date is null""",
        ("station", "未建档"): "select station_id from station where not has_archive",
        ("problem", "超期未销号"): f"""select problem_id from problem where closed_date is null
            and due_date < {TODAY}""",
    }
    for (table, kind), sql in checks.items():
        assert found(either, sql) == objects(either, table, kind) != set(), kind


def test_coordinates_outside_the_county_and_the_province(either: Folder):
    kinds = either.rows("""select distinct located_county_code is null, in_province, offset_km > 0
        from intake where located_county_code is distinct from county_code""")
    assert set(kinds) == {(True, False, True), (False, True, True)}


def test_stopped_stations_are_silent_unless_planted(either: Folder):
    running = found(
        either,
        """select station_id from station join station_day using (station_id)
        where status <> '在用' and date >= status_since and volume_m3 > 0""",
    )
    ended = found(
        either,
        """select station_id from station join permit using (permit_id)
        where permit.status <> '有效' and station.status <> '在用'""",
    )
    assert running <= ended
    assert running


def test_the_course_of_a_problem(either: Folder):
    assert either.one("select count(*) from problem where due_date <> found_date + 90") == 0
    assert (
        either.one("""select count(*) from problem
        where (closed_date is not null) <> (stage = '销号')""")
        == 0
    )
    assert (
        either.one("""select count(*) from (select problem_id, max(step_no) as n,
        max_by(step, step_no) as last, count(*) as c from problem_step group by 1)
        join problem using (problem_id) where n <> c or last <> stage""")
        == 0
    )
    assert (
        either.one("""select count(*) from (select step_date - lag(step_date) over (
        partition by problem_id order by step_no) as gap, days_from_previous as days
        from problem_step) where gap is distinct from days""")
        == 0
    )
    assert either.one("select count(*) from problem_step where step_date > date '2026-09-16'") == 0


def test_events_tell_the_permit_s_story(either: Folder):
    assert (
        either.one("""select count(*) from permit p where not exists (select 1
        from permit_event e where e.permit_id = p.permit_id and kind = '新发'
        and event_date = issue_date)""")
        == 0
    )
    assert (
        either.one("""select count(*) from permit p where status <> '有效' and not exists
        (select 1 from permit_event e where e.permit_id = p.permit_id and e.kind = p.status
         and event_date = status_date)""")
        == 0
    )
    assert either.one("select count(*) from permit_event where event_date > date '2026-09-16'") == 0
    assert either.one("select count(*) from permit where valid_to <= valid_from") == 0


def test_meters_follow_one_another(either: Folder):
    assert (
        either.one("""select count(*) from meter_change c join meter o on old_meter_id = o.meter_id
        join meter n on new_meter_id = n.meter_id where o.removed_date <> changed_date
        or n.installed_date <> changed_date or o.station_id <> n.station_id""")
        == 0
    )
    assert (
        either.one("""select count(*) from station where station_id not in
        (select station_id from meter where removed_date is null)""")
        == 0
    )
    assert either.one("select count(*) from meter where verified_date < installed_date") == 0
