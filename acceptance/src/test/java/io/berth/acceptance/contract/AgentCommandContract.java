package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Command;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.LocalBerth.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code berth agent}, {@code berth task} and the example of an agent, together as a user does. */
public abstract class AgentCommandContract {
  private static final Path SCRIPT =
      Path.of(System.getProperty("berth.root"), "docs", "examples", "agent.sh");

  @TempDir Path folder;
  private final Api admin = Api.admin();
  private String project;
  private String ann;

  @BeforeEach
  void agent() throws IOException {
    project = Fixtures.project("board", Map.of());
    ann = Fixtures.freshId("ann");
    String secret =
        done("agent", "add", ann, "--skills", "sh", "--project", project, "--secret").strip();
    Files.writeString(folder.resolve("secret"), secret);
  }

  @Test
  void theExampleWorksOffABoardAndTheCommandsShowIt() throws Exception {
    String first = task("first \"one\"");
    String second = task("second", "--after", first, "--priority", "urgent");
    String foreign = task("not for ann", "--skills", "cobol");

    Process script =
        script("sh", "-c", "cat >" + folder + "/$BERTH_TASK; echo \"made \\\"it\\\"\"");
    assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(script.exitValue()).as(log()).isZero();
    assertThat(log()).contains("works on " + first + ", attempt 1", second + " is done");
    assertThat(log()).contains("nothing left for me: missing_skills");
    assertThat(folder.resolve(first)).content().contains("first \\\"one\\\"");
    assertThat(done("task", "list", "--project", project, "--status", "done"))
        .contains(first, second)
        .doesNotContain(foreign);
    assertThat(done("task", "show", second))
        .contains("created", "ready", "claimed", "completed", "made \"it\"", ann);
    assertThat(done("task", "list", "--project", project, "--json")).contains("\"projectId\"");
    assertThat(done("agent", "show", ann)).containsPattern("total_completed +2");
    assertThat(done("agent", "list")).containsPattern(ann + " +agent +available +2");
    assertThat(done("agent", "show", ann, "--json")).contains("\"current_assignments\"");
  }

  @Test
  void theExampleGivesBackWhatFailsAndStopsWhatIsCalledOff() throws Exception {
    String failing = task("fails", "--priority", "urgent");
    String endless = shortLease("endless");
    Process script =
        script("sh", "-c", "[ $BERTH_TASK = " + failing + " ] || exec sleep 90; echo half; exit 3");
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(done("task", "list", "--agent", ann)).contains(endless));
      assertThat(done("task", "show", failing)).contains("released", "exit 3", "half");
      assertThat(done("agent", "show", ann)).contains(endless, "in_progress");
      admin.method(
          "PATCH", "/api/v1/tasks/" + endless, "application/json", "{\"status\":\"cancelled\"}");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(done("task", "list", "--project", project, "--status", "cancelled"))
                      .contains(endless));
      assertThat(done("task", "show", endless)).contains("cancelling", "released", "cancelled");
    } finally {
      script.destroy();
      assertThat(script.waitFor(70, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aTaskIsTakenFromItsHolderAndMistakesAreNamed() {
    String id = task("a");
    assertThat(admin.post("/api/v1/tasks/request", Map.of("agent_id", ann)).status())
        .isEqualTo(200);
    assertThat(done("task", "list", "--agent", ann)).contains(id, "in_progress");
    assertThat(done("task", "release", id, "--reason", "wrong one"))
        .isEqualToIgnoringNewLines("Task " + id + " is todo.");
    assertThat(done("task", "show", id)).contains("taken-back", "wrong one");

    failed(1, "nobody holds it", "task", "release", id);
    failed(1, "no task " + project + "-99", "task", "show", project + "-99");
    failed(1, "nobody-here", "agent", "show", "nobody-here");
    failed(1, "priority", "task", "add", project, "b", "--priority", "huge");
    failed(
        1, "no task " + project + "-77", "task", "add", project, "b", "--after", project + "-77");
    failed(1, "absent", "task", "add", "absent-project", "b");
    failed(2, "NAME", "task", "add", project);
    failed(2, "which command", "task");
    failed(2, "which command", "agent");
    assertThat(done("task", "list", "--project", project)).doesNotContain(project + "-2");
  }

  private static String done(String... arguments) {
    Outcome outcome = Command.berth(arguments);
    assertThat(outcome.exit()).as(outcome.toString()).isZero();
    return outcome.out();
  }

  private static void failed(int exit, String words, String... arguments) {
    Outcome outcome = Command.berth(arguments);
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(exit);
    assertThat(outcome.err()).contains(words);
    assertThat(outcome.out()).isEmpty();
  }

  private String task(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of("task", "add", project, name));
    arguments.addAll(List.of(more));
    return done(arguments.toArray(String[]::new)).strip();
  }

  private String shortLease(String name) {
    return admin
        .post("/api/v1/tasks", Map.of("projectId", project, "name", name, "lease", "PT10S"))
        .text("id");
  }

  private Process script(String... command) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("sh", SCRIPT.toString(), ann, folder.resolve("secret").toString()));
    all.addAll(List.of(command));
    File log = folder.resolve("log").toFile();
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log);
    builder.environment().put("BERTH_URL", BerthUnderTest.current().url().toString());
    builder.environment().put("AGENT_SKILLS", "sh");
    builder.environment().put("AGENT_PROJECT", project);
    return builder.start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }
}
