/**
 * The container's side of the adapter: shells after Jakarta Connectors 2.1 that hold no logic of
 * their own. A managed connection is a permit for exchanges, not a socket, and any permit serves
 * any project.
 */
package io.berth.connector.jca;
