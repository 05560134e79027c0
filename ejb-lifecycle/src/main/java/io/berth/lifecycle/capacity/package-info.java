/** What a node may run out of, when, and the alerts about it. */
package io.berth.lifecycle.capacity;
