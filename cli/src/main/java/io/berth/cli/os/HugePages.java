package io.berth.cli.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the kernel gives large pages to a program that asks for them. Read once at a start, by
 * the command; where it cannot be read, the answer is no.
 */
public final class HugePages {
  private static final Path KERNEL = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  private HugePages() {}

  /** Of this machine. */
  public static boolean onRequest() {
    return onRequest(KERNEL);
  }

  static boolean onRequest(Path modes) {
    try {
      String chosen = Files.readString(modes);
      return chosen.contains("[madvise]") || chosen.contains("[always]");
    } catch (IOException none) {
      return false;
    }
  }
}
