package io.berth.lifecycle.idle;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.Snapshots;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node with thousands of processes that nobody needs any more. */
@ExtendWith(WithPostgres.class)
class ReaperIT {
  private static final int IDLE = 3_000;
  private static final int BUSY = 500;

  @TempDir Path data;

  @Test
  void oneSweepStopsAllThousandsThatAreIdleAndNoneOfTheOthers(TestPostgres postgres)
      throws Exception {
    BerthSettings.Database database = postgres.newDatabase();
    try (TestNode test = new TestNode(database, data).booted()) {
      register(database);
      for (int i = 1; i <= IDLE + BUSY; i++) {
        ProjectId id = new ProjectId("p" + i);
        test.km.processes.slots.put(
            id,
            Snapshots.ready(id)
                .requests(20)
                .activeAt(Snapshots.READY_AT)
                .inFlight(i > IDLE ? 1 : 0)
                .build());
      }
      test.now = Snapshots.READY_AT.plus(Duration.ofHours(2));
      test.node.processes().idleSweep().sweep();
      assertThat(test.km.processes.calls).hasSize(IDLE).allMatch(c -> c.endsWith(" idle"));
    }
  }

  private static void register(BerthSettings.Database database) throws Exception {
    String password =
        database.passwordFile().isPresent()
            ? Files.readString(database.passwordFile().get()).strip()
            : "";
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), password);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO project (id, name, runtime, created_at, updated_at)"
              + " SELECT 'p' || n, 'p' || n, 'built-in', now(), now() FROM generate_series(1, "
              + (IDLE + BUSY)
              + ") n");
    }
  }
}
