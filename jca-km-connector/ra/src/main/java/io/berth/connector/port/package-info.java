/** The ports of this node: who holds which, and which are taken by somebody else. */
package io.berth.connector.port;
