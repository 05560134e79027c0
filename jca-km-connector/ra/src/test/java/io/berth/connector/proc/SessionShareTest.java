package io.berth.connector.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionShareTest {
  private static final String OURS = "/autogroup-7 nice 0\n";
  private static final String ITS_OWN = "/autogroup-8 nice 0\n";

  @TempDir Path proc;
  private int pauses;

  @Test
  void theSessionOfTheProcessIsLowered() {
    group("self", OURS);
    Path its = group("42", ITS_OWN);
    assertThat(lower(() -> {})).isTrue();
    assertThat(its).content().startsWith("5");
  }

  @Test
  void aProcessStillInOurSessionIsWaitedFor() {
    Path mine = group("self", OURS);
    Path its = group("42", OURS);
    assertThat(
            lower(
                () -> {
                  assertThat(its).as("ours is never written").content().isEqualTo(OURS);
                  if (pauses == 3) {
                    group("42", ITS_OWN);
                  }
                }))
        .isTrue();
    assertThat(pauses).isEqualTo(3);
    assertThat(its).content().startsWith("5");
    assertThat(mine).content().isEqualTo(OURS);
  }

  @Test
  void aServerThatTheFirstProcessStartedIsInAGroupWithoutAName() {
    Path mine = group("self", "");
    Path its = group("42", "");
    assertThat(lower(() -> group("42", ITS_OWN))).isTrue();
    assertThat(pauses).isOne();
    assertThat(its).content().startsWith("5");
    assertThat(mine).isEmptyFile();
  }

  @Test
  void oneThatNeverLeavesOurSessionIsNotLowered() {
    group("self", OURS);
    Path its = group("42", OURS);
    assertThat(lower(() -> {})).isFalse();
    assertThat(pauses).isEqualTo(100);
    assertThat(its).content().isEqualTo(OURS);
  }

  @Test
  void theGroupWithoutANameIsNeverWritten() {
    group("self", OURS);
    Path its = group("42", "");
    assertThat(lower(() -> {})).isFalse();
    assertThat(its).isEmptyFile();
  }

  @Test
  void withoutGroupsOrWithoutTheProcessThereIsNothingToDo() {
    assertThat(lower(() -> {})).as("no groups").isTrue();
    group("self", OURS);
    assertThat(lower(() -> {})).as("no process").isTrue();
    assertThat(pauses).isZero();
  }

  private boolean lower(Runnable between) {
    Runnable pause =
        () -> {
          pauses++;
          between.run();
        };
    return new SessionShare(proc, pause).lower(42, 5);
  }

  private Path group(String process, String text) {
    try {
      Path folder = Files.createDirectories(proc.resolve(process));
      return Files.writeString(folder.resolve("autogroup"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
