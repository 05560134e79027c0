package io.berth.lifecycle.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TaskGraphPropertiesTest {
  record Edge(String from, String to) {}

  @Property
  void aCircleIsFoundIfAndOnlyIfThereIsOneAndItsNamesAreOne(@ForAll("edges") List<Edge> edges) {
    TaskGraph graph = new TaskGraph();
    Map<String, Set<String>> waits = new HashMap<>();
    Set<String> all = new HashSet<>();
    for (Edge edge : edges) {
      graph.add(edge.from, edge.to);
      waits.computeIfAbsent(edge.from, key -> new HashSet<>()).add(edge.to);
      all.add(edge.from);
    }
    List<String> circle = graph.circle(all);
    assertThat(circle.isEmpty()).isEqualTo(sortable(waits));
    if (!circle.isEmpty()) {
      assertThat(circle.get(0)).isEqualTo(circle.get(circle.size() - 1));
      assertThat(new HashSet<>(circle)).hasSize(circle.size() - 1);
      for (int i = 1; i < circle.size(); i++) {
        assertThat(waits.get(circle.get(i - 1))).contains(circle.get(i));
      }
    }
  }

  /** Takes away what waits for nothing until nothing is left, or nothing can be taken. */
  private static boolean sortable(Map<String, Set<String>> waits) {
    Map<String, Set<String>> left = new HashMap<>();
    waits.forEach((task, on) -> left.put(task, new HashSet<>(on)));
    while (true) {
      List<String> free = new ArrayList<>();
      for (String task : left.keySet()) {
        if (left.get(task).stream().noneMatch(left::containsKey)) {
          free.add(task);
        }
      }
      if (free.isEmpty()) {
        return left.isEmpty();
      }
      free.forEach(left::remove);
    }
  }

  @Provide
  Arbitrary<List<Edge>> edges() {
    Arbitrary<String> names = Arbitraries.integers().between(1, 8).map(n -> "t" + n);
    return Combinators.combine(names, names)
        .as(Edge::new)
        .filter(edge -> !edge.from.equals(edge.to))
        .list()
        .ofMaxSize(14);
  }
}
