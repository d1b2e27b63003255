---@type vim.lsp.Config
return {
  cmd = { 'heaplight', 'server' },
  filetypes = { 'python' },
  root_markers = {
    'heaplight.toml',
    '.heaplight.toml',
    'pyproject.toml',
    'setup.py',
    'setup.cfg',
    'requirements.txt',
    '.git',
  },
  settings = {
    heaplight = {},
  },
}
