package io.berth.lifecycle.claim.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that is killed with all its agents, beside one that goes on. */
@ExtendWith(WithPostgres.class)
class KilledServerIT {
  private static final int TASKS = 200;

  @Test
  void whatAKilledServersAgentsHeldIsHandedOutOnceMore(TestPostgres postgres) throws Exception {
    try (Crowd crowd = new Crowd(postgres.newDatabase())) {
      crowd.tasks(TASKS, 0);
      crowd.agents("lost-", 40);
      crowd.agents("agent-", 6);
      Process server = start(crowd.settings);
      List<Future<?>> agents = new ArrayList<>();
      try (BufferedReader said = server.inputReader()) {
        Told first = ClaimerProcess.parse(said.readLine()).orElseThrow();
        crowd.told.add(first);
        for (int i = 0; i < 6; i++) {
          agents.add(crowd.agent("agent-" + i, () -> crowd.one.work, KilledServerIT::work));
        }
        read(said, crowd, 60);
        // why by its handle: the process itself would close what it said last
        server.toHandle().destroyForcibly();
        read(said, crowd, Integer.MAX_VALUE);
      } finally {
        server.destroyForcibly();
        assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
      crowd.meanwhile(() -> crowd.overdue("lost-%"));
      crowd.watch();
      int claims = crowd.settle(agents);
      long lost = crowd.count("SELECT count(*) FROM task_event WHERE kind = 'expired'");
      assertThat(lost).isPositive();
      assertThat(claims).isEqualTo(TASKS + (int) lost);
      assertThat(crowd.count("SELECT count(*) FROM task WHERE state = 'DONE'")).isEqualTo(TASKS);
      assertThat(crowd.count("SELECT max(attempt) FROM task")).isEqualTo(2);
      assertThat(
              crowd.count(
                  "SELECT count(*) FROM task_event WHERE kind = 'expired'"
                      + " AND agent NOT LIKE 'lost-%'"))
          .isZero();
    }
  }

  private static void work(Caller caller) throws Exception {
    for (Optional<Assignment> mine = caller.ask(); mine.isPresent(); mine = caller.ask()) {
      assertThat(caller.report(mine.get(), WorkWorld.done())).isTrue();
    }
  }

  private static void read(BufferedReader said, Crowd crowd, int most) throws IOException {
    for (int i = 0; i < most; i++) {
      String line = said.readLine();
      if (line == null) {
        return;
      }
      ClaimerProcess.parse(line).ifPresent(crowd.told::add);
    }
  }

  private static Process start(BerthSettings.Database database) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ClaimerProcess.class.getName(),
            database.url(),
            database.user(),
            database.passwordFile().orElseThrow().toString(),
            "lost-",
            "40")
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
