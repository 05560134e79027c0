package io.berth.lifecycle.board.mirror;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.board.FakeGitHub;
import io.berth.lifecycle.board.github.GitHubAddress;
import io.berth.lifecycle.board.github.GitHubBoard;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.outbox.TaskNumbers;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.testing.Mood;
import io.berth.lifecycle.testing.TestPostgres;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A project, a board at a fake GitHub, and the mirror between; for tests. */
final class MirrorWorld implements AutoCloseable {
  final WorkWorld work;
  final FakeGitHub github = new FakeGitHub();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final GitHubAddress address;
  private final TaskNumbers numbers;
  private final BoardTurn turn;

  MirrorWorld(TestPostgres postgres, Path folder) throws Exception {
    work = WorkWorld.fresh(postgres).project("alpha");
    work.sql("TRUNCATE event_sink");
    numbers = new TaskNumbers(work.database);
    github.server.start();
    Path token = Files.writeString(folder.resolve("token"), FakeGitHub.TOKEN);
    address =
        new GitHubAddress(
            URI.create("http://127.0.0.1:" + github.server.port()),
            "acme/boat",
            token,
            "berth",
            Duration.ofSeconds(3),
            Map.of("ann", "ann-gh"));
    turn = turn("one");
  }

  /** The mirror, as this node has it. */
  BoardTurn turn(String node) {
    // why so many failures: what the breaker does is another test's matter
    GitHubBoard board =
        GitHubBoard.at(
            address,
            1_000,
            Duration.ofSeconds(1),
            InstantSource.system(),
            System::nanoTime,
            threads);
    MirroredBoard mirrored = new MirroredBoard(WorkWorld.ALPHA, address, Duration.ofMinutes(5));
    return new BoardTurn(mirrored, board, work.work, work.database, node);
  }

  /** One turn in which everything is due. */
  void turn() throws KmException {
    turn(turn);
  }

  void turn(BoardTurn which) throws KmException {
    numbers.publish();
    allIsDue();
    which.run();
  }

  void allIsDue() throws KmException {
    work.sql("UPDATE board_place SET retry_at = NULL, read_at = NULL");
    work.sql("UPDATE event_sink SET retry_at = NULL");
  }

  /** Turns until nothing changes on either side. */
  void settle() throws KmException {
    github.server.mood(Mood.WELL);
    String before = "";
    for (int i = 0; i < 20; i++) {
      turn();
      String now = work.everything() + github.everything();
      if (now.equals(before)) {
        return;
      }
      before = now;
    }
    throw new AssertionError("both sides go on changing each other");
  }

  /** The number of the issue of a task. */
  long issue(TaskId task) {
    List<Long> numbers = issues(task);
    if (numbers.size() != 1) {
      throw new AssertionError(task + " has " + numbers.size() + " issues");
    }
    return numbers.get(0);
  }

  boolean hasIssue(TaskId task) {
    return !issues(task).isEmpty();
  }

  private List<Long> issues(TaskId task) {
    return github.numbers(i -> i.get("body").toString().contains("berth:task=" + task + " "));
  }

  @Override
  public void close() throws Exception {
    turn.delivery().sink().close();
    github.close();
    threads.shutdownNow();
    work.close();
  }
}
