package io.berth.cli.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.cli.os.ProcFs;
import io.berth.cli.os.Signals;
import io.berth.cli.os.Waiting;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

class EmbeddedPostgresIT {
  @TempDir Path temp;
  private EmbeddedPostgres postgres;

  @BeforeEach
  void place() {
    postgres = new EmbeddedPostgres(temp.resolve("pg"));
  }

  @AfterEach
  void leavesNothing() {
    postgres.stop();
    assertThat(processesUnder(temp)).isEmpty();
  }

  @Test
  void startsOnceKeepsItsDataAndItsPort() throws Exception {
    Database first = postgres.start();
    long pid = postgres.pid().orElseThrow();
    execute(first, "create table kept (value int)", "insert into kept values (42)");

    assertThat(postgres.start()).isEqualTo(first);
    assertThat(postgres.pid()).contains(pid);

    assertThat(postgres.stop()).isTrue();
    assertThat(postgres.stop()).isFalse();
    assertThat(postgres.running()).isEmpty();
    Database again = postgres.start();
    assertThat(again).isEqualTo(first);
    assertThat(number(again, "select value from kept")).isEqualTo(42);
  }

  @Test
  void isDurableAsksForAPasswordAndListensOnLoopbackOnly() throws Exception {
    Database database = postgres.start();
    assertThat(text(database, "show fsync")).isEqualTo("on");
    assertThat(text(database, "show synchronous_commit")).isEqualTo("on");
    assertThat(text(database, "show listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(text(database, "select rolpassword from pg_authid where rolname = 'berth'"))
        .startsWith("SCRAM-SHA-256");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(database.passwordFile())))
        .isEqualTo("rw-------");
    Properties wrong = new Properties();
    wrong.setProperty("user", database.user());
    wrong.setProperty("password", "wrong");
    assertThatThrownBy(() -> new Driver().connect(database.url(), wrong).close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
    assertThat(String.join(" ", new ProcFs().commandLine(postgres.pid().orElseThrow())))
        .doesNotContain(Files.readString(database.passwordFile()));
  }

  @Test
  void recoversWhatWasCommittedAfterKill9() throws Exception {
    Database first = postgres.start();
    execute(first, "create table kept (value int)", "insert into kept values (7)");
    long pid = postgres.pid().orElseThrow();
    Signals.send("KILL", pid);
    assertThat(Waiting.until(Duration.ofSeconds(60), () -> postgres.pid().isEmpty())).isTrue();

    Database second = postgres.start();

    assertThat(postgres.pid()).isPresent().isNotEqualTo(java.util.Optional.of(pid));
    assertThat(number(second, "select value from kept")).isEqualTo(7);
  }

  @Test
  void isNotFooledByALockFileWhosePidIsSomebodyElse() throws Exception {
    postgres.start();
    Path lockFile = temp.resolve("pg/data/postmaster.pid");
    List<String> lines = new ArrayList<>(Files.readAllLines(lockFile));
    postgres.stop();
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(lockFile, lines);

    assertThat(postgres.running()).isEmpty();
    assertThat(postgres.stop()).isFalse();
    Files.write(lockFile, lines);
    assertThat(number(postgres.start(), "select 1")).isEqualTo(1);
  }

  @Test
  void takesAnotherPortWhenItsOwnIsTaken() throws Exception {
    int port = portOf(postgres.start());
    postgres.stop();
    try (ServerSocket thief = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      Database moved = postgres.start();
      assertThat(portOf(moved)).isNotEqualTo(thief.getLocalPort());
      assertThat(number(moved, "select 1")).isEqualTo(1);
    }
  }

  @Test
  void concurrentStartsMakeOneServer() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      Callable<Database> start = () -> new EmbeddedPostgres(temp.resolve("pg")).start();
      List<Future<Database>> started = callers.invokeAll(List.of(start, start));
      assertThat(started.get(0).get()).isEqualTo(started.get(1).get());
    } finally {
      callers.shutdownNow();
    }
  }

  private static int portOf(Database database) {
    return URI.create(database.url().substring("jdbc:".length())).getPort();
  }

  private static Connection connect(Database database) throws Exception {
    Properties login = new Properties();
    login.setProperty("user", database.user());
    login.setProperty("password", Files.readString(database.passwordFile()));
    return new Driver().connect(database.url(), login);
  }

  private static void execute(Database database, String... statements) throws Exception {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static int number(Database database, String sql) throws Exception {
    return Integer.parseInt(text(database, sql));
  }

  private static String text(Database database, String sql) throws Exception {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static List<Long> processesUnder(Path folder) {
    ProcFs proc = new ProcFs();
    return proc.pids().stream()
        .filter(pid -> proc.program(pid).filter(exe -> exe.startsWith(folder)).isPresent())
        .toList();
  }
}
