package io.berth.km.store;

import java.util.List;

/**
 * The API of a component as an agent registered it.
 *
 * @param definition the text as given; JSON text if JSON was given
 */
public record ComponentApi(String component, String definition, List<String> files) {
  public ComponentApi {
    Check.line("component_name", component, 1, Limits.NAME);
    Check.text("api_definition", definition, 1, Limits.CONTENT);
    files = List.copyOf(files);
    Check.range("the number of file_paths", files.size(), 0, Limits.FILES);
    files.forEach(file -> Check.line("file_paths", file, 1, Limits.PATH));
  }
}
