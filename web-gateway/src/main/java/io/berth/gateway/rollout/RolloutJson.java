package io.berth.gateway.rollout;

import io.berth.gateway.json.JsonInput;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.lifecycle.rollout.Member;
import io.berth.lifecycle.rollout.MemberState;
import io.berth.lifecycle.rollout.NewRollout;
import io.berth.lifecycle.rollout.Rollout;
import io.berth.lifecycle.rollout.RolloutPlan;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** A roll-out as JSON, in and out. Pure. */
final class RolloutJson {
  private static final Set<String> FIELDS =
      Set.of(
          "runtime",
          "version",
          "percent",
          "steps",
          "observe",
          "maxFailures",
          "maxErrorPercent",
          "onFailure",
          "wake",
          "parallel");

  private RolloutJson() {}

  static NewRollout read(JsonObject json) {
    JsonInput input = new JsonInput(json, FIELDS);
    return new NewRollout(
        input.requiredText("runtime"),
        small(input, "version")
            .orElseThrow(() -> invalid("the field 'version' is required: which one to roll out")),
        small(input, "percent"),
        input.numbers("steps").stream().map(n -> small("steps[]", n)).toList(),
        input.duration("observe"),
        small(input, "maxFailures"),
        small(input, "maxErrorPercent"),
        input.optional("onFailure", t -> value(RolloutPlan.OnFailure.class, t)),
        input.optional("wake", t -> value(RolloutPlan.Wake.class, t)),
        small(input, "parallel"));
  }

  private static OptionalInt small(JsonInput input, String field) {
    OptionalLong number = input.number(field);
    return number.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(small(field, number.getAsLong()));
  }

  private static int small(String field, long number) {
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw invalid("'" + field + "' is out of range");
    }
    return (int) number;
  }

  private static <E extends Enum<E>> E value(Class<E> type, String text) {
    List<String> known = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      String label = value.name().toLowerCase(Locale.ROOT);
      if (label.equals(text)) {
        return value;
      }
      known.add(label);
    }
    throw new IllegalArgumentException("one of " + String.join(", ", known));
  }

  /** Without its projects. */
  static JsonView summary(Rollout rollout) {
    RolloutPlan plan = rollout.plan();
    return new JsonView()
        .number("id", rollout.id())
        .text("runtime", rollout.runtime())
        .number("fromVersion", rollout.fromVersion())
        .number("version", rollout.version())
        .text("state", rollout.state())
        .number("step", rollout.step() + 1L)
        .numbers("steps", plan.steps())
        .text("observe", plan.observe())
        .number("maxFailures", plan.maxFailures())
        .number("maxErrorPercent", plan.maxErrorPercent())
        .text("onFailure", plan.onFailure().label())
        .text("wake", plan.wake().label())
        .number("parallel", plan.parallel())
        .text("reason", rollout.reason())
        .text("actor", rollout.actor())
        .text("driver", rollout.driver())
        .text("createdAt", rollout.createdAt())
        .text("updatedAt", rollout.updatedAt())
        .text("endedAt", rollout.endedAt())
        .view("progress", progress(rollout));
  }

  private static JsonView progress(Rollout rollout) {
    JsonView progress =
        new JsonView()
            .number("total", rollout.members().size())
            .number("upTo", rollout.quota())
            .number("failed", rollout.failures());
    for (MemberState state : MemberState.values()) {
      progress.number(state.name().toLowerCase(Locale.ROOT), rollout.count(state));
    }
    return progress;
  }

  static JsonView view(Rollout rollout) {
    return summary(rollout).views("projects", rollout.members(), RolloutJson::member);
  }

  private static JsonView member(Member member) {
    return new JsonView()
        .text("projectId", member.project())
        .flag("critical", member.critical())
        .number("fromVersion", member.fromVersion())
        .text("state", member.state())
        .flag("failed", member.failed())
        .text("reason", member.reason())
        .number("generation", member.generation())
        .text("since", member.since());
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemDetail.invalid(detail));
  }
}
