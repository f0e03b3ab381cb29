-- The 三率 of every city for the month [$first, $next), from the hourly readings alone.
-- A day is abnormal when less than four fifths of its records came or a value is bad.
-- A reading is stamped with the end of its hour, so midnight belongs to the day before.
WITH days AS (
  SELECT
    station_id,
    CAST(observed_at - INTERVAL 1 HOUR AS DATE) AS day,
    count(*) AS received,
    count(*) FILTER (WHERE received_at <= observed_at + INTERVAL 60 MINUTE) AS on_time,
    count(*) * 5 < 24 * 4 OR bool_or(quality = '异常') AS abnormal
  FROM reading
  WHERE observed_at > $first AND observed_at <= $next
  GROUP BY ALL
),
stations AS (
  SELECT
    station_id,
    sum(received) AS received,
    sum(on_time) AS on_time,
    date_diff('day', $first, $next) - count(*) FILTER (WHERE NOT abnormal) AS abnormal_days
  FROM days
  GROUP BY station_id
)
SELECT
  county.city_code,
  count(*) FILTER (WHERE abnormal_days < 0.2 * date_diff('day', $first, $next)) / count(*)
    AS completeness,
  sum(received) / (count(*) * 24 * date_diff('day', $first, $next)) AS upload_rate,
  sum(on_time) / sum(received) AS timeliness
FROM station
JOIN county USING (county_code)
LEFT JOIN stations USING (station_id)
GROUP BY county.city_code
ORDER BY county.city_code
