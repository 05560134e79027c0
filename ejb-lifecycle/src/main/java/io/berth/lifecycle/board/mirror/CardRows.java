package io.berth.lifecycle.board.mirror;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Which card stands for which task, in PostgreSQL. */
final class CardRows {
  /**
   * A line.
   *
   * @param card empty while nobody knows whether it was made
   * @param agreed what both sides said, once they did
   */
  record Row(
      TaskId task,
      Optional<String> card,
      Instant intendedAt,
      boolean gone,
      Optional<Agreed> agreed) {}

  /** What both sides said when they last agreed. */
  record Agreed(Said task, Said card) {}

  private final Database database;
  private final ProjectId project;

  CardRows(Database database, ProjectId project) {
    this.database = database;
    this.project = project;
  }

  Optional<Row> of(TaskId task) throws KmException {
    return database.transact(
        t ->
            t.createQuery("SELECT * FROM board_card WHERE task = :task")
                .bind("task", task.toString())
                .map((row, c) -> read(row))
                .findOne());
  }

  Optional<Row> of(String card) throws KmException {
    return database.transact(
        t ->
            t.createQuery("SELECT * FROM board_card WHERE project = :project AND card = :card")
                .bind("project", project.value())
                .bind("card", card)
                .map((row, c) -> read(row))
                .findOne());
  }

  private static Row read(ResultSet row) throws SQLException {
    String task = row.getString("task_said");
    return new Row(
        TaskId.of(row.getString("task")),
        Optional.ofNullable(row.getString("card")),
        row.getTimestamp("intended_at").toInstant(),
        row.getBoolean("gone"),
        task == null
            ? Optional.empty()
            : Optional.of(new Agreed(Said.read(task), Said.read(row.getString("card_said")))));
  }

  /** A card is going to be made. */
  void intend(TaskId task) throws KmException {
    database.transact(
        t ->
            t.execute(
                "INSERT INTO board_card (task, project) VALUES (?, ?) ON CONFLICT DO NOTHING",
                task.toString(),
                project.value()));
  }

  /** This card stands for the task, and both say this. */
  void agreed(TaskId task, String card, Said taskSaid, Said cardSaid) throws KmException {
    database.transact(
        t ->
            t.execute(
                "INSERT INTO board_card (task, project, card, task_said, card_said)"
                    + " VALUES (?, ?, ?, CAST(? AS jsonb), CAST(? AS jsonb))"
                    + " ON CONFLICT (task) DO UPDATE SET card = excluded.card,"
                    + " task_said = excluded.task_said, card_said = excluded.card_said, gone = false",
                task.toString(),
                project.value(),
                card,
                taskSaid.json(),
                cardSaid.json()));
  }

  void gone(TaskId task) throws KmException {
    database.transact(
        t -> t.execute("UPDATE board_card SET gone = true WHERE task = ?", task.toString()));
  }
}
