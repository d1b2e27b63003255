-- :checkhealth heaplight
local M = {}

function M.check()
  vim.health.start('heaplight')
  if vim.fn.has('nvim-0.11') == 0 then
    vim.health.error('Neovim 0.11 or newer is needed for vim.lsp.enable')
    return
  end
  local config = vim.lsp.config.heaplight
  local program = type(config.cmd) == 'table' and config.cmd[1] or 'heaplight'
  if vim.fn.executable(program) == 0 then
    vim.health.error('`' .. program .. '` is not found', 'Install it: `cargo install --path .` in heaplight\'s repository')
    return
  end
  vim.health.ok(vim.trim(vim.fn.system({ program, '--version' })) .. ' (' .. vim.fn.exepath(program) .. ')')
  if not vim.lsp.is_enabled or vim.lsp.is_enabled('heaplight') then
    vim.health.ok('switched on')
  else
    vim.health.warn('not switched on', "vim.lsp.enable('heaplight')")
  end
  local clients = vim.lsp.get_clients({ name = 'heaplight' })
  vim.health.info(#clients == 0 and 'no server runs: open a Python file' or #clients .. ' server(s) run')
end

return M
