package io.berth.cli.node;

import io.berth.cli.os.Waiting;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Shows what is added to a log, whole lines only, also after it was rotated. */
final class LogFollow {
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final int AT_ONCE = 64 * 1024;

  private final Path log;
  private long position;
  private String rest = "";

  LogFollow(Path log) {
    this.log = log;
    this.position = log.toFile().length();
  }

  /** Goes on as long as asked. */
  void follow(Consumer<String> lines, BooleanSupplier goOn) {
    while (goOn.getAsBoolean()) {
      Waiting.until(LOOK_EVERY, LOOK_EVERY, () -> log.toFile().length() != position);
      read(lines);
    }
    read(lines);
  }

  private void read(Consumer<String> lines) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      if (file.length() < position) {
        position = 0;
      }
      file.seek(position);
      byte[] buffer = new byte[AT_ONCE];
      for (int n = file.read(buffer); n > 0; n = file.read(buffer)) {
        position += n;
        emit(new String(buffer, 0, n, StandardCharsets.UTF_8), lines);
      }
    } catch (IOException gone) {
      position = 0;
    }
  }

  private void emit(String text, Consumer<String> lines) {
    String all = rest + text;
    int end = all.lastIndexOf('\n') + 1;
    all.substring(0, end).lines().forEach(lines);
    rest = all.substring(end);
  }
}
