/** What nodes and projects took from the machine, minute by minute, for a day. */
package io.berth.lifecycle.history;
