-- nvim --clean --headless -l nvim_commands.lua REPOSITORY SERVER FILE
-- Runs the repository's own :Heaplight commands on FILE, and prints as one line of JSON what Neovim then shows:
-- { levels, hidden, shown_again, heap, page, health, completion }.
local repository, server, file = unpack(_G.arg)

local function wait_for(what, condition)
  assert(vim.wait(20000, condition, 20), 'timed out: ' .. what)
end

vim.opt.runtimepath:append(repository .. '/editors/neovim')
vim.cmd.runtime('plugin/heaplight.lua')
vim.lsp.config('heaplight', { cmd = { server, 'server' } })
vim.lsp.enable('heaplight')
vim.cmd.filetype('on')
vim.cmd.edit(file)
local buffer = vim.api.nvim_get_current_buf()
wait_for('the server is attached', function()
  local client = vim.lsp.get_clients({ bufnr = buffer, name = 'heaplight' })[1]
  return client and client.initialized
end)
vim.lsp.inlay_hint.enable(true, { bufnr = buffer })

local function hints()
  return #vim.lsp.inlay_hint.get({ bufnr = buffer })
end

local function after(command, count)
  vim.cmd(command)
  wait_for(command, function()
    return hints() == count
  end)
  return hints()
end

local function float()
  local text
  wait_for('a floating window', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        text = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
        vim.api.nvim_win_close(window, true)
        return true
      end
    end
  end)
  return text
end

local levels = { after('Heaplight level surprises', 1), after('Heaplight level', 2), after('Heaplight level', 3) }
local hidden = after('Heaplight toggle file', 0)
local shown_again = after('Heaplight toggle file', 3)
vim.api.nvim_win_set_cursor(0, { 3, 0 })
vim.cmd('Heaplight heap')
local heap = float()
vim.cmd('Heaplight explain mutable-default-mutated')
local page = float()
vim.cmd('checkhealth heaplight')
local health = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
local completion = require('heaplight').complete('Heaplight level s')

local client = vim.lsp.get_clients({ name = 'heaplight' })[1]
client:stop()
wait_for('the server ends', function()
  return client:is_stopped()
end)
io.stdout:write(vim.json.encode({
  levels = levels,
  hidden = hidden,
  shown_again = shown_again,
  heap = heap,
  page = page,
  health = health,
  completion = completion,
}), '\n')
