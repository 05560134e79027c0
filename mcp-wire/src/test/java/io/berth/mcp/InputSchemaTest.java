package io.berth.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputSchemaTest {
  private final InputSchema schema =
      InputSchema.of(
          Argument.required("title", new ArgumentType.Text(1, 5, List.of()), "A title"),
          Argument.optional("limit", new ArgumentType.Whole(1, 50), "How many").or(5L),
          Argument.optional("kind", new ArgumentType.Text(0, 10, List.of("a", "b")), "Which"),
          Argument.optional(
              "files",
              new ArgumentType.ListOf(new ArgumentType.Text(1, 3, List.of()), 0, 2),
              "Files"),
          Argument.optional(
              "docs",
              new ArgumentType.ListOf(
                  new ArgumentType.ObjectOf(
                      InputSchema.of(
                          Argument.required(
                              "name", new ArgumentType.Text(1, 9, List.of()), "Name"))),
                  1,
                  2),
              "Docs"),
          Argument.optional("any", new ArgumentType.Anything(), "Anything"));

  private void refuses(Map<String, Object> given, String... messages) {
    assertThatThrownBy(() -> schema.check(given))
        .isInstanceOfSatisfying(
            ToolFailure.class, e -> assertThat(e.kind()).isEqualTo(ToolFailure.Kind.INVALID))
        .hasMessageContainingAll(messages);
  }

  @Test
  void givesCheckedValuesAndFallbacks() throws Exception {
    Arguments arguments =
        schema.check(
            Map.of(
                "title",
                "T",
                "files",
                List.of("x"),
                "docs",
                List.of(Map.of("name", "n")),
                "any",
                Map.of("k", 1)));

    assertThat(arguments.text("title")).isEqualTo("T");
    assertThat(arguments.whole("limit")).isEqualTo(5);
    assertThat(arguments.text("kind")).isNull();
    assertThat(arguments.texts("files")).containsExactly("x");
    assertThat(arguments.objects("docs").get(0).text("name")).isEqualTo("n");
    assertThat(arguments.any("any")).isEqualTo(Map.of("k", 1));
  }

  @Test
  void listsEveryBrokenRuleAtOnce() {
    refuses(
        Map.of("limit", 51, "kind", "c", "lmit", 1),
        "title is required",
        "limit must be from 1 to 50 (it is 51)",
        "kind must be one of a, b",
        "lmit is not an argument; known are title, limit");
  }

  @Test
  void namesThePlaceInsideListsAndObjects() {
    refuses(
        Map.of("title", "T", "files", List.of("ok", 7)),
        "files[1] must be a string, not the number 7");
    refuses(Map.of("title", "T", "docs", List.of(Map.of())), "docs[0].name is required");
    refuses(
        Map.of("title", "T", "docs", List.of()), "docs must have from 1 to 2 entries (it has 0)");
  }

  @Test
  void refusesTextThatCannotBeKeptUnchanged() {
    refuses(Map.of("title", "a\u0000b"), "U+0000 (at 1)");
    refuses(Map.of("title", "a\uD800b"), "half a character");
    refuses(Map.of("title", "toolong"), "title has 7 characters; at most 5");
    refuses(Map.of("title", ""), "title must not be empty");
  }

  @Test
  void takesNullForLeftOutAndAWholeDoubleForANumber() throws Exception {
    Arguments arguments = schema.check(new java.util.HashMap<>(Map.of("title", "T", "limit", 7.0)));
    assertThat(arguments.whole("limit")).isEqualTo(7);
    assertThat(schema.check(withNull("kind")).text("kind")).isNull();
    refuses(Map.of("title", "T", "limit", 7.5), "limit must be a whole number, not the number 7.5");
    refuses(Map.of("title", "T", "limit", "7"), "limit must be a whole number, not a string");
    refuses(Collections.singletonMap("title", null), "title is required");
  }

  @Test
  void showsItselfAsJsonSchema() throws Exception {
    assertThat(
            JsonText.text(
                InputSchema.of(
                        Argument.required(
                            "title", new ArgumentType.Text(1, 5, List.of()), "A title"),
                        Argument.optional("limit", new ArgumentType.Whole(1, 50), "How many")
                            .or(5L))
                    .json()))
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"title\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":5,\"description\":\"A title\"},"
                + "\"limit\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":50,\"description\":\"How many\",\"default\":5}},\"required\":[\"title\"],\"additionalProperties\":false}");
  }

  private static Map<String, Object> withNull(String name) {
    Map<String, Object> given = new java.util.HashMap<>();
    given.put("title", "T");
    given.put(name, null);
    return given;
  }
}
