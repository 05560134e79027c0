package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;

/**
 * A database of its own, the node that works on it, and its jobs; for tests. The node may end, and
 * another one comes.
 */
final class JobWorld implements AutoCloseable {
  static final ProjectId ALPHA = new ProjectId("alpha");

  private final BerthSettings.Database database;
  private final Path data;

  /** The node of now; null before the first. */
  TestNode test;

  JobWorld(TestPostgres postgres, Path data) {
    database = postgres.newDatabase();
    this.data = data;
  }

  /** The next node. Who ended the one before says how. */
  TestNode boot() {
    return boot(Map.of());
  }

  TestNode boot(Map<String, String> settings) {
    test = new TestNode(database, data, true, settings).booted();
    return test;
  }

  /** The project alpha; nothing happens if it is there. */
  Project alpha() throws KmException {
    return test.node
        .projects()
        .create(new NewProject(ALPHA, Optional.empty(), Optional.empty(), Map.of()), "ann")
        .project();
  }

  StoredJobs jobs() {
    return test.node.jobs().jobs();
  }

  Job awaitEnd(String id) {
    return Awaitility.await()
        .until(() -> jobs().find(id).orElseThrow(), job -> job.endedAt().isPresent());
  }

  int count(String table) throws KmException {
    return test.node
        .database()
        .transact(t -> t.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
  }

  /** Waits, for ever if need be, until the node ends. */
  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (test != null) {
      test.close();
    }
  }
}
