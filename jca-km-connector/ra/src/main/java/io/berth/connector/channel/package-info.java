/**
 * HTTP with the Knowledge Managers: pools of keep-alive channels, one pool for each generation of a
 * project's process, and the exchanges that run on them. Blocking throughout; knows where a process
 * is only from the {@link io.berth.connector.process.KmTarget} it is handed.
 */
package io.berth.connector.channel;
