package io.berth.lifecycle.claim.bench;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.task.NewTask;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A board as projects have it: priorities mixed, four tasks of ten wait for up to three earlier
 * ones, half prefer and three of ten require a skill, one of twenty touches a file that others
 * touch too. Made through the service, in batches.
 */
final class Board {
  private static final int BATCH = 200;
  private static final List<String> SKILLS = List.of("java", "sql", "web", "docs", "ops", "rust");

  private final WorkWorld world;
  private final Random chance = new Random(7);
  private final List<TaskId> recent = new ArrayList<>();

  Board(WorkWorld world) {
    this.world = world;
  }

  /** Agents know three skills of the six. */
  List<AgentId> agents(int count) throws KmException {
    List<AgentId> agents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      agents.add(
          world.agent(
              "agent-" + i,
              1,
              SKILLS.get(i % 6),
              SKILLS.get((i + 1) % 6),
              SKILLS.get((i + 3) % 6)));
    }
    return agents;
  }

  void add(int count) throws KmException {
    for (int made = 0; made < count; made += BATCH) {
      List<NewTask> batch = new ArrayList<>();
      for (int i = 0; i < Math.min(BATCH, count - made); i++) {
        batch.add(task());
      }
      List<Task> stored =
          world.work.tasks().create(WorkWorld.ALPHA, batch, Optional.empty(), "benchmark");
      recent.clear();
      stored.forEach(task -> recent.add(task.id()));
    }
  }

  private NewTask task() {
    Words words = Words.of("a task").priority(Priority.values()[chance.nextInt(4)]);
    if (chance.nextInt(10) < 3) {
      words = words.required(SKILLS.get(chance.nextInt(6)));
    }
    if (chance.nextInt(2) == 0) {
      words = words.preferred(SKILLS.get(chance.nextInt(6)), SKILLS.get(chance.nextInt(6)));
    }
    if (chance.nextInt(20) == 0) {
      words = words.files("src/f" + chance.nextInt(200));
    }
    if (!recent.isEmpty() && chance.nextInt(10) < 4) {
      List<TaskId> before = new ArrayList<>();
      for (int i = 0; i <= chance.nextInt(3); i++) {
        before.add(recent.get(chance.nextInt(recent.size())));
      }
      words = words.after(before.stream().distinct().toArray());
    }
    return words.task();
  }
}
