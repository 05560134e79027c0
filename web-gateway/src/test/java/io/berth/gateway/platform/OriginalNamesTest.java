package io.berth.gateway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.mcp.JsonText;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The tools have the names and take the arguments that clients of the originals send. */
class OriginalNamesTest {
  /** Required ones are marked by a star. */
  private static final Map<String, List<String>> ORIGINALS =
      Map.ofEntries(
          Map.entry("register_agent", List.of("agent_id*", "name*", "role*", "skills")),
          Map.entry("get_agent_status", List.of("agent_id*")),
          Map.entry("list_registered_agents", List.of()),
          Map.entry("request_next_task", List.of("agent_id*")),
          Map.entry(
              "report_task_progress",
              List.of("agent_id*", "task_id*", "status*", "progress", "message")),
          Map.entry(
              "report_blocker",
              List.of("agent_id*", "task_id*", "blocker_description*", "severity")),
          Map.entry("get_project_status", List.of()),
          Map.entry("ping", List.of("echo")),
          Map.entry("check_assignment_health", List.of()),
          Map.entry("create_project", List.of("description*", "project_name*", "options")),
          Map.entry("add_feature", List.of("feature_description*", "integration_point")));

  private final Map<String, JsonObject> schemas = schemas();

  @Test
  void everyToolOfTheOriginalsIsThereWithItsArguments() {
    ORIGINALS.forEach(
        (tool, arguments) -> {
          assertThat(schemas).containsKey(tool);
          JsonObject schema = schemas.get(tool);
          assertThat(schema.getJsonObject("properties").keySet())
              .as(tool)
              .containsAll(arguments.stream().map(a -> a.replace("*", "")).toList());
          assertThat(required(schema))
              .as("required by " + tool)
              .containsExactlyInAnyOrderElementsOf(
                  arguments.stream()
                      .filter(a -> a.endsWith("*"))
                      .map(a -> a.replace("*", ""))
                      .toList());
        });
  }

  @Test
  void theOtherToolsAreThoseOfTheContractAndTwoThatAgentsNeedToStop() {
    TreeSet<String> more = new TreeSet<>(schemas.keySet());
    more.removeAll(ORIGINALS.keySet());
    assertThat(more)
        .containsExactly(
            "list_projects",
            "project_process",
            "release_task",
            "send_heartbeat",
            "start_project",
            "stop_project");
  }

  private static List<String> required(JsonObject schema) {
    return schema.containsKey("required")
        ? schema.getJsonArray("required").getValuesAs(JsonString::getString)
        : List.of();
  }

  private static Map<String, JsonObject> schemas() {
    List<PlatformTool> tools = new ArrayList<>();
    tools.addAll(new AgentTools(null).all());
    tools.addAll(new WorkTools(null).all());
    tools.addAll(new BoardTools(null, null, null, null).all());
    tools.addAll(new PlanTools(null, null, null, null, null).all());
    tools.addAll(new ProjectTools(null, null, null).all());
    Map<String, JsonObject> schemas = new TreeMap<>();
    for (PlatformTool tool : tools) {
      String json = JsonText.text(tool.spec().input().json());
      try (JsonReader reader = Json.createReader(new StringReader(json))) {
        JsonValue before = schemas.put(tool.spec().name(), reader.readObject());
        assertThat(before).as("twice: " + tool.spec().name()).isNull();
      }
    }
    return schemas;
  }
}
