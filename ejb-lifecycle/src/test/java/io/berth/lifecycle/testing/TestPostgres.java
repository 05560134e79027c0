package io.berth.lifecycle.testing;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.settings.BerthSettings;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.awaitility.Awaitility;

/**
 * A real PostgreSQL for tests: own data folder, password, fsync on, loopback, ephemeral port. One
 * for all test classes of a JVM; {@link #close} ends it and deletes its folder.
 */
public final class TestPostgres implements AutoCloseable {
  private static final String PASSWORD = "test-only-password";
  private static final String MIGRATED = "migrated";
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Path folder;
  private final Path passwordFile;
  private final int port;
  private Process server;
  private boolean migrated;

  static {
    // why so patient: a busy machine is slow, and who waits for a condition loses nothing by it
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    Awaitility.setDefaultPollDelay(Duration.ZERO);
  }

  private TestPostgres(Path folder, Path passwordFile, int port) {
    this.folder = folder;
    this.passwordFile = passwordFile;
    this.port = port;
  }

  /** Starts one; who made it closes it. */
  public static TestPostgres make() {
    try {
      Path folder = Files.createTempDirectory("berth-pg-");
      Path passwordFile = folder.resolve("password");
      Files.writeString(passwordFile, PASSWORD);
      unpack(folder.resolve("pg"));
      TestPostgres postgres = new TestPostgres(folder, passwordFile, freePort());
      postgres.run(
          "initdb",
          "-D",
          postgres.data(),
          "-U",
          "berth",
          "-A",
          "scram-sha-256",
          // why so few: a guess costs 20 ms at the usual 4096, and each test opens connections
          "--set=scram_iterations=1",
          "--pwfile=" + passwordFile,
          "-E",
          "UTF8",
          "--no-locale");
      postgres.start();
      return postgres;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unpack(Path target) throws IOException {
    try (InputStream packed = TestPostgres.class.getResourceAsStream("/postgres-linux-x86_64.txz");
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(packed)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(path.getParent());
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(tar, path);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
          }
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private ProcessBuilder command(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(folder.resolve("pg/bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    File log = folder.resolve("log").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    return builder;
  }

  private void run(String program, String... arguments) throws IOException {
    Process process = command(program, arguments).start();
    await(process, Duration.ofSeconds(60));
    if (process.exitValue() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("log")));
    }
  }

  private static void await(Process process, Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("not over after " + limit);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts it, again on the same port and data after {@link #kill}. */
  public void start() {
    launch();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              // why again: it refuses to start while processes of a killed one are still there
              if (!server.isAlive()) {
                launch();
              }
              return answers();
            });
  }

  private void launch() {
    try {
      server =
          command(
                  "postgres",
                  "-D",
                  data(),
                  "-p",
                  Integer.toString(port),
                  "-c",
                  "listen_addresses=127.0.0.1",
                  "-c",
                  "unix_socket_directories=")
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean answers() {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Ends it without a word to its clients, as a crash would. */
  public void kill() {
    signal("QUIT");
  }

  /** Kills its first process alone, as whoever is out of memory would; the others notice it. */
  public void killHard() {
    signal("KILL");
  }

  private void signal(String name) {
    try {
      await(
          new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start(),
          Duration.ofSeconds(5));
      // why so long: its last checkpoint may take a while on a busy disk
      await(server, Duration.ofMinutes(2));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), "berth", PASSWORD);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Settings of a new database in which nobody has been: our tables are made by its first user. */
  public BerthSettings.Database emptyDatabase() {
    return create("test_" + DATABASES.incrementAndGet(), "template1");
  }

  /**
   * Settings of a new database with our tables in it. why: they are copied, which is many times
   * faster than to make them again for each test.
   */
  public synchronized BerthSettings.Database newDatabase() {
    if (!migrated) {
      makeTables(create(MIGRATED, "template1"));
      migrated = true;
    }
    return create("test_" + DATABASES.incrementAndGet(), MIGRATED);
  }

  private static void makeTables(BerthSettings.Database settings) {
    try (Database database = new Database(settings, System::nanoTime)) {
      database.open(Duration.ofSeconds(60));
    } catch (KmException e) {
      throw new IllegalStateException(e);
    }
  }

  private BerthSettings.Database create(String name, String template) {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new BerthSettings.Database(url(name), "berth", Optional.of(passwordFile));
  }

  @Override
  public void close() throws IOException {
    if (server.isAlive()) {
      signal("INT");
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
