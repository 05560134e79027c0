/** How this module finds the adapter and waits for its stages. */
package io.berth.lifecycle.connector;
