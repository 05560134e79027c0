package io.berth.km.store.sqlite;

import io.berth.km.store.DataKey;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Gives a database that nobody uses another key, its first one, or none. The new database is
 * written beside the old one, checked, made durable and renamed over it: whenever the machine
 * stops, {@code km.db} is whole and opens with the old key or with the new one, and doing it again
 * finishes it. Runs on the caller's thread, for as long as copying takes.
 */
public final class Recoding {
  private static final String FRESH = "km.db.recoding";

  private final Path folder;
  private final Optional<DataKey> from;
  private final Optional<DataKey> to;
  private final Consumer<Step> steps;
  private boolean asBefore;

  private Recoding(
      Path folder, Optional<DataKey> from, Optional<DataKey> to, Consumer<Step> steps) {
    this.folder = folder;
    this.from = from;
    this.to = to;
    this.steps = steps;
  }

  /** What was just done. */
  public enum Step {
    LOCKED,
    CLEARED,
    WRITTEN,
    CHECKED,
    DURABLE,
    RENAMED,
    DONE
  }

  /**
   * Does it, or finds that it is done.
   *
   * @param steps is told each step before the next one begins
   * @throws Failed when it failed, or the folder is in use
   */
  public static void run(
      Path folder, Optional<DataKey> from, Optional<DataKey> to, Consumer<Step> steps)
      throws Failed {
    Recoding recoding = null;
    try {
      Path real = DatabaseFile.in(folder, from).folder();
      FolderLock lock = FolderLock.take(real);
      try {
        steps.accept(Step.LOCKED);
        recoding = new Recoding(real, from, to, steps);
        recoding.recode();
        steps.accept(Step.DONE);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw new Failed(folder + ": " + e + "; check the disk and its permissions", recoding);
    } catch (SQLException e) {
      throw new Failed(Failures.of(folder.toString(), e).getMessage(), recoding);
    } catch (KnowledgeException e) {
      throw new Failed(e.getMessage(), recoding);
    }
  }

  /** It failed. */
  public static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean asBefore;

    private Failed(String message, Recoding recoding) {
      super(message);
      this.asBefore = recoding != null && recoding.asBefore;
    }

    /** Whether the database certainly opens with the old key; else it is not known which it has. */
    public boolean asBefore() {
      return asBefore;
    }
  }

  private Path old() {
    return folder.resolve("km.db");
  }

  private Path fresh() {
    return folder.resolve(FRESH);
  }

  private void recode() throws IOException, SQLException {
    clear();
    steps.accept(Step.CLEARED);
    DatabaseFile.Content content = DatabaseFile.content(old());
    if (content == DatabaseFile.Content.NONE || opens(content, to)) {
      force(folder); // why: whoever renamed it may have been killed before this
      return;
    }
    if (!opens(content, from)) {
      throw Cipher.doesNotFit(old(), from);
    }
    asBefore = true;
    boolean renamed = false;
    try {
      replace();
      renamed = true;
    } finally {
      if (!renamed) {
        drop();
      }
    }
    force(folder);
  }

  private void replace() throws IOException, SQLException {
    write();
    steps.accept(Step.WRITTEN);
    check();
    steps.accept(Step.CHECKED);
    force(fresh());
    steps.accept(Step.DURABLE);
    asBefore = false;
    Files.move(fresh(), old(), StandardCopyOption.ATOMIC_MOVE);
    steps.accept(Step.RENAMED);
  }

  /** Half a copy would keep a disk full that it filled, or hold in clear what is encrypted. */
  private void drop() {
    try {
      clear();
    } catch (IOException e) {
      System.getLogger(Recoding.class.getName())
          .log(System.Logger.Level.WARNING, fresh() + " stays until the next change", e);
    }
  }

  private void clear() throws IOException {
    for (String end : new String[] {"", "-wal", "-shm", "-journal"}) {
      Files.deleteIfExists(folder.resolve(FRESH + end));
    }
  }

  private boolean opens(DatabaseFile.Content content, Optional<DataKey> key) {
    if (key.isEmpty() || content == DatabaseFile.Content.PLAIN) {
      return key.isEmpty() && content == DatabaseFile.Content.PLAIN;
    }
    return Link.opens(old(), key);
  }

  /** Copies everything that is committed, and leaves the old database without a log of writes. */
  private void write() throws IOException, SQLException {
    try (Link link = Link.open(old(), from)) {
      if (link.number("PRAGMA wal_checkpoint(TRUNCATE)") != 0) {
        throw new KnowledgeException(Kind.UNAVAILABLE, old() + " is in use; try again");
      }
      Files.createFile(
          fresh(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      copy(link);
    }
    // why: a log that is left would be played onto the new database
    Path log = folder.resolve("km.db-wal");
    if (Files.exists(log) && Files.size(log) > 0) {
      throw new KnowledgeException(Kind.UNAVAILABLE, log + " is not empty; try again");
    }
    Files.deleteIfExists(log);
    Files.deleteIfExists(folder.resolve("km.db-shm"));
  }

  private void copy(Link link) {
    try {
      link.run("VACUUM INTO '" + Cipher.address(fresh(), to).replace("'", "''") + "'");
    } catch (SQLException e) {
      // why without the cause: SQLite quotes the name of a file, and the key is in it
      throw new KnowledgeException(
          Kind.UNAVAILABLE,
          fresh()
              + " could not be written (code "
              + (e.getErrorCode() & 0xff)
              + "); is there room for a second copy of the database?");
    }
  }

  private void check() throws SQLException {
    try (Link link = Link.open(fresh(), to)) {
      link.run("PRAGMA journal_mode=WAL"); // why: the copy has none, and no start would set it
      String verdict = link.text("PRAGMA integrity_check");
      if (!verdict.equals("ok")) {
        throw new KnowledgeException(
            Kind.BROKEN, "the copy of " + old() + " is not whole (" + verdict + "); it is dropped");
      }
    }
    DatabaseFile.Content content = DatabaseFile.content(fresh());
    if (to.isPresent() == (content == DatabaseFile.Content.PLAIN)) {
      throw new KnowledgeException(
          Kind.BROKEN, "the copy of " + old() + " is " + content + "; it is dropped");
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
