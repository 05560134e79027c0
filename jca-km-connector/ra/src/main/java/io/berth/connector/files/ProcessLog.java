package io.berth.connector.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The output of a project's processes, {@code log/process.log} of its folder: standard output and
 * error in one file, so that lines stay in order. Each start rotates; a file that grows beyond its
 * bound while the process runs is copied aside and emptied (the process appends, so it goes on at
 * the new end; lines written during the copy may be lost). A KM can write into this folder: what it
 * puts there in place of our file is neither read nor emptied.
 */
public final class ProcessLog {
  private static final int KEPT = 4;
  private static final int TAIL_BYTES = 256 * 1024;
  private static final int LONGEST_LINE = 1000;

  private final Path file;

  public ProcessLog(Path projectFolder) {
    this.file = projectFolder.resolve("log").resolve("process.log");
  }

  /** An empty file for the next process; older output moves one number up, the oldest goes. */
  public Path rotate() throws IOException {
    setAside();
    return Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /**
   * Makes the file that a running process writes to the file of this log; the process goes on
   * writing to it and notices nothing. Fails if it lies on another file system.
   */
  public void take(Path output) throws IOException {
    setAside();
    Files.move(output, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void setAside() throws IOException {
    DurableFiles.innerFolder(file.getParent());
    if (Files.exists(file) && Files.size(file) > 0) {
      shift();
      Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.deleteIfExists(file);
  }

  /** Empties the file if it is larger than the bound; the end of it becomes number 1. */
  public void bound(long mostBytes) throws IOException {
    if (!DurableFiles.isPlain(file) || Files.size(file) <= mostBytes) {
      return;
    }
    shift();
    // why no links even after the look: the KM lives and may put one there meanwhile
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      // why only the end: a flood may have written much more than the bound since the last look
      channel.position(Math.max(0, channel.size() - mostBytes));
      Files.copy(limited(channel, mostBytes), numbered(1), StandardCopyOption.REPLACE_EXISTING);
      channel.truncate(0);
    }
  }

  /** Adds a line of Berth's own to what the process writes. */
  public void add(String line) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
      channel.write(ByteBuffer.wrap(("berth: " + line + "\n").getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** The last lines, oldest first; long ones are cut. Empty if there is no output. */
  public List<String> tail(int lines) {
    if (!DurableFiles.isPlain(file)) {
      return List.of();
    }
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      in.position(Math.max(0, in.size() - TAIL_BYTES));
      byte[] bytes = Channels.newInputStream(in).readNBytes(TAIL_BYTES);
      List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - Math.max(0, lines)), all.size()).stream()
          .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line)
          .toList();
    } catch (IOException e) {
      return List.of("(cannot read " + file + ": " + e.getMessage() + ")");
    }
  }

  private static InputStream limited(FileChannel channel, long mostBytes) {
    InputStream in = Channels.newInputStream(channel);
    return new InputStream() {
      private long left = mostBytes;

      @Override
      public int read() throws IOException {
        return left-- > 0 ? in.read() : -1;
      }

      @Override
      public int read(byte[] bytes, int from, int most) throws IOException {
        int count = left <= 0 ? -1 : in.read(bytes, from, (int) Math.min(most, left));
        left -= Math.max(0, count);
        return count;
      }
    };
  }

  private void shift() throws IOException {
    for (int i = KEPT; i > 1; i--) {
      if (Files.exists(numbered(i - 1))) {
        Files.move(numbered(i - 1), numbered(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path numbered(int number) {
    return file.resolveSibling("process." + number + ".log");
  }
}
