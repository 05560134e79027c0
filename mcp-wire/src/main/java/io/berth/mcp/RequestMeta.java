package io.berth.mcp;

import java.util.Map;

/**
 * What a modern request says about itself in {@code params._meta}. A legacy request has none of
 * these keys, which is how the two eras are told apart.
 */
public record RequestMeta(Object protocolVersion, Object clientCapabilities) {
  public static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
  public static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  public static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";

  public static RequestMeta of(Map<String, Object> params) {
    if (params.get("_meta") instanceof Map<?, ?> meta) {
      return new RequestMeta(meta.get(PROTOCOL_VERSION), meta.get(CLIENT_CAPABILITIES));
    }
    return new RequestMeta(null, null);
  }

  /** True when the request means to be modern, whether or not it is a correct one. */
  public boolean present() {
    return protocolVersion != null || clientCapabilities != null;
  }
}
