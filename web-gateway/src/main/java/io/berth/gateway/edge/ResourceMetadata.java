package io.berth.gateway.edge;

import io.berth.gateway.json.Builders;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an OAuth client must know of this server before it has a token (RFC 9728): which address its
 * token is for, and who gives it. Says the same of a project that is there and one that is not.
 * Pure.
 */
public final class ResourceMetadata {
  /** Where it is; the path of a part of the server may follow. */
  public static final String PATH = "/.well-known/oauth-protected-resource";

  private static final Pattern PART =
      Pattern.compile("/mcp|/api/v1|/projects/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/(mcp|km)");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]{1,255}");

  private final Optional<String> publicUrl;
  private final List<String> issuers;

  ResourceMetadata(Optional<String> publicUrl, List<String> issuers) {
    this.publicUrl = publicUrl;
    this.issuers = List.copyOf(issuers);
  }

  /** Whether there is metadata at this path, which then needs no token. */
  public static boolean isAt(String rawPath) {
    return rawPath.equals(PATH)
        || (rawPath.startsWith(PATH) && PART.matcher(rawPath.substring(PATH.length())).matches());
  }

  /**
   * Where a client that was refused finds it.
   *
   * @param host the line {@code Host}, or null
   */
  Optional<String> url(String scheme, String host, String path) {
    String part = PART.matcher(path).matches() ? path : "";
    return base(scheme, host).map(base -> base + PATH + part);
  }

  /** The document at that path, if the address of this server can be told. */
  Optional<String> document(String scheme, String host, String rawPath) {
    return base(scheme, host).map(base -> json(base + rawPath.substring(PATH.length())));
  }

  private Optional<String> base(String scheme, String host) {
    return publicUrl.or(
        () ->
            host != null && HOST.matcher(host).matches()
                ? Optional.of(scheme + "://" + host)
                : Optional.empty());
  }

  private String json(String resource) {
    JsonObjectBuilder json =
        Builders.object()
            .add("resource", resource)
            .add("resource_name", "Berth")
            .add("bearer_methods_supported", Builders.array().add("header"));
    if (!issuers.isEmpty()) {
      JsonArrayBuilder servers = Builders.array();
      issuers.forEach(servers::add);
      json.add("authorization_servers", servers);
    }
    return json.build().toString();
  }
}
