-- More days than the month has: the archive and the days overlap, and were counted twice.
SELECT
  '站点月汇总中有 ' || count(*) || ' 个站月的天数超过当月天数（首个：' || min(station_id) || '，'
  || strftime(min(month), '%Y-%m') || '），历史月表与日表可能重叠。' AS note
FROM station_month
WHERE days > day(last_day(month))
HAVING count(*) > 0
