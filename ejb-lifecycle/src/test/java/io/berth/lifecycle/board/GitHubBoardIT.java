package io.berth.lifecycle.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.board.github.GitHubAddress;
import io.berth.lifecycle.board.github.GitHubBoard;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.testing.Mood;
import io.berth.lifecycle.testing.MoodyServer.Response;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GitHubBoardIT extends BoardContract {
  @TempDir Path folder;
  private final FakeGitHub github = new FakeGitHub();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong nanos = new AtomicLong();
  private GitHubBoard board;

  /** A board at the fake, with a token in this folder. */
  static GitHubAddress address(FakeGitHub github, Path folder) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), FakeGitHub.TOKEN + "\n");
    return new GitHubAddress(
        URI.create("http://127.0.0.1:" + github.server.port()),
        "acme/boat",
        token,
        "berth",
        Duration.ofSeconds(3),
        Map.of("ann", "ann-gh", "bob", "bob-gh"));
  }

  @Override
  void open() throws Exception {
    github.server.start();
    board =
        GitHubBoard.at(
            address(github, folder),
            5,
            Duration.ofSeconds(60),
            InstantSource.system(),
            nanos::get,
            threads);
  }

  @Override
  void close() throws Exception {
    board.disconnect();
    github.close();
    threads.shutdownNow();
  }

  @Override
  BoardProvider board() {
    return board;
  }

  @Override
  void held(String card, String agent) throws Exception {
    board.assign(card, Optional.of(agent));
    board.move(card, TaskState.IN_PROGRESS);
  }

  @Override
  List<String> remarks(String card) {
    return github.comments(Long.parseLong(card));
  }

  private static NewCard words(String key) {
    return new NewCard(
        key, new CardWords("a", "b", Priority.LOW, List.of()), TaskState.TODO, Optional.empty());
  }

  @Test
  void whoHoldsItIsALabelAndAnAssigneeAndWhomPeopleAssignedStays() throws Exception {
    Card card = board.create(words("alpha-1"));
    github.person(1, "assignees", new java.util.ArrayList<>(List.of(Map.of("login", "carl"))));
    board.assign(card.id(), Optional.of("ann"));
    assertThat(github.assignees(1)).containsExactly("carl", "ann-gh");
    assertThat(github.labels(1)).contains("agent:ann");
    board.assign(card.id(), Optional.of("bob"));
    assertThat(github.assignees(1)).containsExactly("carl", "bob-gh");
    assertThat(github.labels(1)).contains("agent:bob").doesNotContain("agent:ann");
    board.assign(card.id(), Optional.empty());
    assertThat(github.assignees(1)).containsExactly("carl");
  }

  @Test
  void doneIsClosedAsCompletedAndCalledOffAsNotPlanned() throws Exception {
    Card card = board.create(words("alpha-1"));
    github.personLabels(1, List.of("Good First Issue!"), List.of());
    board.move(card.id(), TaskState.DONE);
    assertThat(github.text(1, "state") + " " + github.text(1, "state_reason"))
        .isEqualTo("closed completed");
    board.move(card.id(), TaskState.FAILED);
    assertThat(github.text(1, "state_reason")).isEqualTo("not_planned");
    assertThat(board.card("1").orElseThrow().columns()).containsExactly(TaskState.FAILED);
    board.move(card.id(), TaskState.TODO);
    assertThat(github.text(1, "state")).isEqualTo("open");
    assertThat(github.labels(1)).as("what is not ours stays").contains("Good First Issue!");
  }

  /** The originals could not read a card that a person had made: no label, no status they knew. */
  @Test
  void whatPeopleMakeByHandIsReadWhateverItSays() throws Exception {
    github.opens("by hand", "text\r\nmore", "berth", "priority:P0", "status:doing", "Sun ☀");
    Card card = board.card("1").orElseThrow();
    assertThat(card.key()).isEmpty();
    assertThat(card.wanted()).isTrue();
    assertThat(card.words())
        .isEqualTo(new CardWords("by hand", "text\nmore", Priority.URGENT, List.of()));
    assertThat(card.columns()).containsExactly(TaskState.TODO);
    github.person(1, "body", null);
    assertThat(board.card("1").orElseThrow().words().description()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SILENT", "GARBLED", "FORGETFUL"})
  void whatIsNotAnsweredIsARetryableFailure(Mood mood) throws Exception {
    Card card = board.create(words("alpha-1"));
    github.server.mood(mood);
    KmException failure =
        catchThrowableOfType(KmException.class, () -> board.move(card.id(), TaskState.PARKED));
    assertThat(failure.problem().status()).isGreaterThanOrEqualTo(502);
    assertThat(failure.getMessage()).contains("/repos/acme/boat").doesNotContain(FakeGitHub.TOKEN);
    github.server.mood(Mood.WELL);
    assertThat(board.move(card.id(), TaskState.PARKED).column()).isEqualTo(TaskState.PARKED);
  }

  @Test
  void aSlowAnswerIsAnAnswerAndARestartIsOverByItself() throws Exception {
    github.server.mood(Mood.SLOW);
    Card card = board.create(words("alpha-1"));
    github.server.mood(Mood.WELL);
    github.server.stop();
    assertThat(catchThrowableOfType(KmException.class, () -> board.card(card.id()))).isNotNull();
    github.server.start();
    assertThat(board.card(card.id())).contains(card);
  }

  @Test
  void afterFiveFailuresItIsNotAskedForAWhile() throws Exception {
    github.refuse(Response.of(500));
    for (int i = 0; i < 5; i++) {
      catchThrowableOfType(KmException.class, () -> board.card("1"));
    }
    int before = github.requests();
    KmException refused = catchThrowableOfType(KmException.class, () -> board.card("1"));
    assertThat(refused.retryAfter()).isPresent();
    assertThat(refused).hasMessageContaining("500");
    assertThat(github.requests()).isEqualTo(before);
    github.refuse(null);
    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThat(board.card("1")).isEmpty();
  }

  @Test
  void aPauseThatItAsksForIsKept() throws Exception {
    github.refuse(new Response(429, Map.of("Retry-After", "7"), ""));
    KmException first = catchThrowableOfType(KmException.class, () -> board.card("1"));
    assertThat(first.retryAfter()).contains(Duration.ofSeconds(7));
    github.refuse(null);
    assertThat(catchThrowableOfType(KmException.class, () -> board.card("1"))).isNotNull();
    nanos.addAndGet(Duration.ofSeconds(8).toNanos());
    assertThat(board.card("1")).isEmpty();
  }

  @Test
  void aBadTokenAMissingFileAndAHugeAnswerAreToldWithoutTheToken() throws Exception {
    Files.writeString(folder.resolve("token"), "ghp_other\n");
    assertThat(catchThrowableOfType(KmException.class, () -> board.connect()))
        .hasMessageContaining("401")
        .hasMessageNotContaining("ghp_");
    Files.writeString(folder.resolve("token"), "two words\n");
    assertThat(catchThrowableOfType(KmException.class, () -> board.connect()))
        .hasMessageContaining("no token")
        .hasMessageNotContaining("two words");
    Files.delete(folder.resolve("token"));
    assertThat(catchThrowableOfType(KmException.class, () -> board.connect()))
        .hasMessageContaining("not readable");
    Files.writeString(folder.resolve("token"), FakeGitHub.TOKEN);
    github.refuse(new Response(200, Map.of(), "[" + "1".repeat(9 * 1024 * 1024) + "]"));
    assertThat(catchThrowableOfType(KmException.class, () -> board.all()))
        .hasMessageContaining("more than");
    github.refuse(new Response(200, Map.of(), "[{\"number\":"));
    assertThat(catchThrowableOfType(KmException.class, () -> board.all()))
        .hasMessageContaining("JSON");
    github.refuse(new Response(200, Map.of(), "[17]"));
    assertThat(catchThrowableOfType(KmException.class, () -> board.all()))
        .hasMessageContaining("JSON");
  }
}
