/** What can be said of a project when its board and its knowledge are looked through. */
package io.berth.lifecycle.analysis;
