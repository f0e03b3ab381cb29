-- Monthly summary of a station: its days, and the archive of the time before them. In the month
-- where both exist the archive holds only the days that have no daily row, so the two add up.
WITH parts AS (
  SELECT
    station_id,
    CAST(date_trunc('month', date) AS DATE) AS month,
    count(*) AS days,
    sum(records_due) AS records_due,
    sum(records_received) AS records_received,
    sum(records_on_time) AS records_on_time,
    sum(delay_minutes_sum) AS delay_minutes_sum,
    sum(volume_m3) AS volume_m3,
    count(*) FILTER (WHERE records_received > 0) AS report_days,
    count(*) FILTER (WHERE online) AS online_days,
    count(*) FILTER (WHERE abnormal) AS abnormal_days
  FROM station_day
  GROUP BY ALL
  UNION ALL BY NAME
  SELECT * FROM station_month_archive
)
SELECT
  station_id,
  month,
  sum(days) AS days,
  sum(records_due) AS records_due,
  sum(records_received) AS records_received,
  sum(records_on_time) AS records_on_time,
  sum(delay_minutes_sum) AS delay_minutes_sum,
  sum(volume_m3) AS volume_m3,
  sum(report_days) AS report_days,
  sum(online_days) AS online_days,
  sum(abnormal_days) AS abnormal_days
FROM parts
GROUP BY station_id, month
ORDER BY month, station_id
