package io.berth.lifecycle.schedule;

import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The statements on the marks of schedules. */
final class ScheduleMarks {
  private ScheduleMarks() {}

  /**
   * A project, and from when on times of its schedule may be due.
   *
   * @param changedAt when the project was made or changed last
   * @param schedule what its mark was made for; empty: it has none
   * @param seenUntil its mark; the time of the change if it has none
   */
  record Mark(ProjectId project, Instant changedAt, String schedule, Instant seenUntil) {
    /** The moment after which times of this schedule count. */
    Instant after(String current) {
      // why: a schedule that was just made, or changed, has no past
      return schedule.equals(current) ? seenUntil : changedAt;
    }
  }

  /**
   * The marks of the projects that may have a schedule.
   *
   * @param all every project; otherwise those with a schedule of their own
   */
  static List<Mark> all(Handle transaction, boolean all) {
    return transaction
        .createQuery(
            """
            SELECT p.id, p.updated_at, coalesce(m.schedule, '') AS schedule,
                   coalesce(m.seen_until, p.updated_at) AS seen_until
            FROM project p LEFT JOIN schedule_mark m ON m.project = p.id
            WHERE p.removing IS NULL
              AND (:all OR jsonb_exists(p.settings, 'scheduleKeepWarm')
                        OR jsonb_exists(p.settings, 'scheduleWake'))
            ORDER BY p.id
            """)
        .bind("all", all)
        .map(
            (row, context) ->
                new Mark(
                    new ProjectId(row.getString("id")),
                    row.getTimestamp("updated_at").toInstant(),
                    row.getString("schedule"),
                    row.getTimestamp("seen_until").toInstant()))
        .list();
  }

  /**
   * Moves the mark of a project over a time; false if somebody else was there first, or the project
   * is gone.
   */
  static boolean move(Handle transaction, ProjectId project, String schedule, Instant over) {
    return transaction
            .createUpdate(
                """
                INSERT INTO schedule_mark (project, schedule, seen_until)
                SELECT id, :schedule, :over FROM project WHERE id = :project AND removing IS NULL
                ON CONFLICT (project) DO UPDATE
                SET schedule = excluded.schedule, seen_until = excluded.seen_until
                WHERE schedule_mark.seen_until < excluded.seen_until
                """)
            .bind("project", project.value())
            .bind("schedule", schedule)
            .bind("over", over)
            .execute()
        == 1;
  }
}
