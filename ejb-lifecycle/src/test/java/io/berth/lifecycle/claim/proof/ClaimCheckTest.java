package io.berth.lifecycle.claim.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.claim.proof.Told.What;
import io.berth.lifecycle.task.TaskState;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A checker that finds nothing proves nothing: each kind of lie must be seen, and by its name. */
class ClaimCheckTest {
  /** Two tasks; ann loses p-1 by her lease, bob finishes it, ann is refused; p-2 is given back. */
  private static Script honest() {
    return new Script()
        .created("p-1")
        .created("p-2")
        .claimed("p-1", "ann", 1, "f")
        .told(What.GIVEN, "ann", "p-1", 1, null, 10, 20)
        .told(What.HOLDS, "ann", "p-1", 1, null, 21, 22)
        .claimed("p-2", "cid", 1)
        .told(What.GIVEN, "cid", "p-2", 1, null, 5, 25)
        .said("p-1", "progress", "ann", 1, "r1")
        .told(What.TAKEN, "ann", "p-1", 1, "r1", 30, 40)
        .left("p-1", "expired", "ann", 1, null, TaskState.TODO, "EXPIRE")
        .claimed("p-1", "bob", 2, "f")
        .told(What.GIVEN, "bob", "p-1", 2, null, 35, 60)
        .refused("p-1", "ann", 1, "r2")
        .told(What.REFUSED, "ann", "p-1", 1, "r2", 50, 70)
        .told(What.REFUSED, "ann", "p-1", 1, "r3", 71, 72)
        .left("p-1", "completed", "bob", 2, "b1", TaskState.DONE, "COMPLETE")
        .told(What.TAKEN, "bob", "p-1", 2, "b1", 80, 90)
        .left("p-2", "released", "cid", 1, "c1", TaskState.TODO, "RELEASE")
        .told(What.TAKEN, "cid", "p-2", 1, "c1", 81, 91)
        .end("p-1", TaskState.DONE, 2, null)
        .end("p-2", TaskState.TODO, 1, null);
  }

  @Test
  void anHonestHistoryIsFine() {
    assertThat(ClaimCheck.violations(honest().history())).isEmpty();
  }

  @Test
  void anEmptyHistoryIsFine() {
    assertThat(ClaimCheck.violations(new Script().history())).isEmpty();
  }

  static Stream<Arguments> lies() {
    return Stream.of(
        lie(
            "a second holder of the task",
            s -> s.claimed("p-2", "bob", 2).claimed("p-2", "eve", 3)),
        lie("claimed although it was not to do", s -> s.claimed("p-1", "eve", 3)),
        lie("one holder each", s -> s.claimed("p-2", "bob", 1)),
        lie("one holder each", s -> s.claimed("p-2", "bob", 3)),
        lie(
            "a second holder of the file",
            s -> s.created("p-3").claimed("p-2", "bob", 2, "f").claimed("p-3", "cid", 1, "f")),
        lie(
            "more tasks at once",
            s -> s.created("p-3").claimed("p-2", "bob", 2).claimed("p-3", "bob", 1)),
        lie("done for who does not hold it", s -> s.said("p-1", "progress", "ann", 1, "r9")),
        lie(
            "moved by who does not hold it",
            s ->
                s.claimed("p-2", "bob", 2)
                    .left("p-2", "completed", "cid", 1, "c9", TaskState.DONE, "COMPLETE")),
        lie("done twice", s -> s.claimed("p-2", "bob", 2).said("p-2", "progress", "bob", 2, "b1")),
        lie(
            "not in the table of moves",
            s ->
                s.claimed("p-2", "bob", 2)
                    .left("p-2", "completed", "bob", 2, "b2", TaskState.DONE, "RELEASE")),
        lie(
            "refused although it holds",
            s -> s.claimed("p-2", "bob", 2).refused("p-2", "bob", 2, "b2")),
        lie("a task begins once", s -> s.created("p-1")),
        lie("the tables differ", s -> s.end("p-1", TaskState.DONE, 3, null)),
        lie("the tables differ", s -> s.end("p-2", TaskState.TODO, 1, "bob")),
        lie("the files differ", s -> s.file("p g", "p-2")),
        lie("not in the history", s -> s.told(What.GIVEN, "eve", "p-1", 2, null, 55, 56)),
        lie("not in the history", s -> s.told(What.GIVEN, "eve", "p-9", 1, null, 55, 56)),
        lie("two were told", s -> s.told(What.GIVEN, "bob", "p-1", 2, null, 55, 56)),
        lie("not in the history", s -> s.told(What.TAKEN, "ann", "p-1", 1, "r2", 92, 93)),
        lie("not in the history", s -> s.told(What.TAKEN, "ann", "p-1", 1, "lost", 36, 37)),
        lie("told that it holds", s -> s.told(What.HOLDS, "eve", "p-1", 1, null, 21, 22)),
        lie("applied although it was over", s -> s.told(What.HOLDS, "ann", "p-1", 1, null, 61, 62)),
        lie(
            "refused although it still held",
            s -> s.told(What.REFUSED, "bob", "p-1", 2, "b0", 61, 62)),
        lie(
            "refused although it still held",
            s -> s.told(What.REFUSED, "ann", "p-1", 1, "r0", 23, 24)));
  }

  private static Arguments lie(String name, Consumer<Script> what) {
    return Arguments.of(name, what);
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("lies")
  void aLieIsFoundAndNamed(String name, Consumer<Script> lie) {
    Script script = honest();
    lie.accept(script);
    assertThat(ClaimCheck.violations(script.history()))
        .anySatisfy(violation -> assertThat(violation).contains(name));
  }

  @Test
  void anAnswerFromBeforeWhatStandsBeforeItIsFound() {
    Script script =
        new Script()
            .created("p-1")
            .claimed("p-1", "ann", 1)
            .told(What.GIVEN, "ann", "p-1", 1, null, 50, 60)
            .left("p-1", "released", "ann", 1, "r1", TaskState.TODO, "RELEASE")
            .claimed("p-1", "bob", 2)
            .told(What.GIVEN, "bob", "p-1", 2, null, 10, 20)
            .end("p-1", TaskState.IN_PROGRESS, 2, "bob");
    assertThat(ClaimCheck.violations(script.history()))
        .singleElement()
        .asString()
        .contains("answered before what stands before it was asked for");
  }
}
