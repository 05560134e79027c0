package io.berth.connector.adopt;

import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Transport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to do with what was found. A pure function of the wishes and the census.
 *
 * @param adopt wanted and found: still to be proved by a probe
 * @param end ours and unwanted: another generation, an unknown project, a left-over child
 * @param gone wanted and not found, with what was found instead
 */
public record AdoptionPlan(List<Pair> adopt, List<Found> end, Map<ProjectId, String> gone) {

  /** A wish and the process that may fulfil it. */
  public record Pair(AdoptionWish wish, Found found) {}

  public static AdoptionPlan of(Collection<AdoptionWish> wishes, List<Found> census) {
    List<Pair> adopt = new ArrayList<>();
    List<Found> end = new ArrayList<>(census);
    Map<ProjectId, String> gone = new TreeMap<>();
    for (AdoptionWish wish : wishes) {
      census.stream()
          .filter(found -> fulfils(found, wish))
          .findFirst()
          .ifPresentOrElse(
              found -> {
                adopt.add(new Pair(wish, found));
                end.remove(found);
              },
              () -> gone.put(wish.order().project(), instead(wish, census)));
    }
    return new AdoptionPlan(List.copyOf(adopt), List.copyOf(end), gone);
  }

  private static boolean fulfils(Found found, AdoptionWish wish) {
    // why: the pipes to a program that speaks over stdio ended with the server that held them
    return wish.order().runtime().transport() == Transport.HTTP
        && found.leads()
        && found.marker().project().equals(wish.order().project())
        && found.marker().generation() == wish.order().generation();
  }

  private static String instead(AdoptionWish wish, List<Found> census) {
    List<String> others =
        census.stream()
            .filter(found -> found.marker().project().equals(wish.order().project()))
            .map(AdoptionPlan::display)
            .toList();
    if (wish.order().runtime().transport() == Transport.STDIO) {
      return "its pipes ended with the server that held them"
          + (others.isEmpty() ? "" : "; ended: " + String.join(", ", others));
    }
    return others.isEmpty()
        ? "generation " + wish.order().generation() + " does not run"
        : "found instead: " + String.join(", ", others);
  }

  /** A found process as an operator reads it. */
  public static String display(Found found) {
    return found.marker().project()
        + "#"
        + found.marker().generation()
        + " pid "
        + found.leader().pid();
  }
}
