package io.berth.gateway.system;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.json.JsonView;
import io.berth.lifecycle.history.NodeSample;
import io.berth.lifecycle.history.ProjectSample;
import java.util.List;
import java.util.TreeMap;

/** The history as JSON. Pure. */
final class HistoryJson {
  private HistoryJson() {}

  static JsonView system(HistoryQuery query, List<NodeSample> points) {
    return head(query).views("points", points, HistoryJson::point);
  }

  static JsonView project(ProjectId project, HistoryQuery query, List<ProjectSample> points) {
    return head(query).text("projectId", project).views("points", points, HistoryJson::point);
  }

  private static JsonView head(HistoryQuery query) {
    return new JsonView().text("since", query.since()).text("step", query.step());
  }

  private static JsonView point(NodeSample point) {
    double all = (double) point.pssBytes() + point.savedBytes();
    JsonView ports = new JsonView();
    new TreeMap<>(point.ports()).forEach((range, used) -> ports.number(range, (long) used));
    return new JsonView()
        .text("at", point.at())
        .number("projects", point.projects())
        .measured("active", point.active())
        .number("memoryBytes", point.pssBytes())
        .number("rssBytes", point.rssBytes())
        .number("savedBytes", point.savedBytes())
        .measured("savedPercent", all > 0 ? 100 * point.savedBytes() / all : 0)
        .measured("cpuPercent", point.cpuPercent())
        .measured("requestsPerMinute", point.requestsPerMinute())
        .number("starts", point.starts())
        .number("stops", point.stops())
        .number("portsUsed", point.portsUsed())
        .view("ports", ports)
        .number("openFiles", point.openFiles())
        .number("memoryAvailableBytes", point.memoryAvailableBytes())
        .number("diskFreeBytes", point.diskFreeBytes());
  }

  private static JsonView point(ProjectSample point) {
    return new JsonView()
        .text("at", point.at())
        .number("generation", point.generation())
        .number("rssBytes", point.rssBytes())
        .number("pssBytes", point.pssBytes())
        .measured("cpuPercent", point.cpuPercent())
        .measured("requestsPerMinute", point.requestsPerMinute())
        .measured("answerMillis", point.answerMillis().orElse(Double.NaN));
  }
}
