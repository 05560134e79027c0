package io.berth.mcp;

/**
 * A request that is answered with a JSON-RPC error; it carries the HTTP status that goes with it,
 * because both eras have their own opinion about it.
 */
public final class RpcException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RpcError error;
  private final int status;

  public RpcException(int status, RpcError error) {
    super(error.message());
    this.error = error;
    this.status = status;
  }

  public RpcError error() {
    return error;
  }

  public int status() {
    return status;
  }
}
