package io.berth.mcp;

import java.util.List;
import java.util.Map;

/** A tool that answers with its argument; the words "busy" and "again" make it fail. */
final class EchoTool implements Tool<String> {
  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "echo",
        "Echo",
        "Says it again",
        InputSchema.of(
            Argument.required("word", new ArgumentType.Text(1, 20, List.of()), "A word")),
        ToolHints.READS);
  }

  @Override
  public String call(Arguments arguments, String context) throws ToolFailure {
    String word = arguments.text("word");
    if (word.equals("busy")) {
      throw new ToolFailure(ToolFailure.Kind.UNAVAILABLE, "busy now");
    }
    if (word.equals("again")) {
      throw new ToolFailure(ToolFailure.Kind.CONFLICT, "used for something else");
    }
    return JsonText.text(Map.of("said", word + context));
  }
}
