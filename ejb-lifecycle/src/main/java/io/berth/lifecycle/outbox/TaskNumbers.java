package io.berth.lifecycle.outbox;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/**
 * Numbers what was written into the histories of tasks, after it was committed. Every node calls it
 * by a timer; the row of the publisher lets one at a time. A crash leaves lines without a number,
 * which the next call numbers: none is lost, none has two.
 */
public final class TaskNumbers {
  private static final int MOST = 2_000;
  private static final int MOST_TRIMMED = 10_000;

  private final Database database;

  public TaskNumbers(Database database) {
    this.database = database;
  }

  /**
   * Numbers what there is.
   *
   * @return how many lines got one
   */
  public int publish() throws KmException {
    int all = 0;
    int now = MOST;
    for (int i = 0; now == MOST && i < 10; i++) {
      now = database.transact(TaskNumbers::number);
      all += now;
    }
    return all;
  }

  private static int number(Handle transaction) {
    boolean work =
        transaction
            .createQuery("SELECT EXISTS (SELECT 1 FROM task_event WHERE number IS NULL)")
            .mapTo(Boolean.class)
            .one();
    // why skip: another node is at it, and what it leaves is seen at the next look
    boolean mine =
        work
            && transaction
                .createQuery("SELECT 1 FROM event_publisher WHERE one FOR UPDATE SKIP LOCKED")
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    if (!mine) {
      return 0;
    }
    // why a statement of its own: it must see what was committed before the lock was had
    return transaction
        .createQuery(
            """
            WITH next AS (
              SELECT id, row_number() OVER (ORDER BY id) AS rank FROM (
                SELECT id FROM task_event WHERE number IS NULL ORDER BY id LIMIT :most) n),
            done AS (
              UPDATE task_event e SET number = p.last_number + n.rank
              FROM next n, event_publisher p WHERE e.id = n.id RETURNING e.number),
            moved AS (
              UPDATE event_publisher SET last_number = last_number + (SELECT count(*) FROM done))
            SELECT count(*) FROM done
            """)
        .bind("most", MOST)
        .mapTo(Integer.class)
        .one();
  }

  /**
   * Forgets lines that are older, if they have a number and their task is over. Called by the
   * maintenance timer; a bounded number each time.
   */
  public int trim(Duration kept) throws KmException {
    return database.transact(
        t ->
            t.createUpdate(
                    """
                    DELETE FROM task_event WHERE id IN (
                      SELECT e.id FROM task_event e JOIN task t ON t.id = e.task
                      WHERE e.at < clock_timestamp() - make_interval(secs => :kept)
                        AND e.number IS NOT NULL AND t.ended_at IS NOT NULL LIMIT :most)
                    """)
                .bind("kept", (double) kept.toSeconds())
                .bind("most", MOST_TRIMMED)
                .execute());
  }
}
