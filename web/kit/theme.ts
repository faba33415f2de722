import { Button, createTheme, Modal, Textarea, TextInput, PasswordInput, NativeSelect, Tooltip, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** Own tokens under Mantine's components; the same values as CSS variables stand in `tokens.css`. */
const petrol: MantineColorsTuple = ['#e8f5f4', '#cfe8e6', '#a3d3d0', '#74bdb9', '#4ca8a3', '#2c918d', '#177a78', '#0e6464', '#0a5152', '#063e40']
const slate: MantineColorsTuple = ['#f4f5f3', '#e9ebe8', '#dadedb', '#c2c8c5', '#9aa3a1', '#76807f', '#5a6464', '#414a4b', '#2a3233', '#171d1e']
/** Mantine's dark surfaces in the desk's own tones. */
const dusk: MantineColorsTuple = ['#e6eae8', '#c9cfcd', '#a6b0ae', '#8e9997', '#3a4445', '#2b3334', '#1e2526', '#171c1d', '#131819', '#101415']
const crimson: MantineColorsTuple = ['#fdeeee', '#f8d7d8', '#efaeb0', '#e58588', '#dc6367', '#cf444a', '#bb2f37', '#9d232c', '#811a24', '#63121b']

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  colors: { petrol, gray: slate, red: crimson, dark: dusk },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm' } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'sm' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'sm', autosize: true, minRows: 2, maxRows: 12 } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: false, multiline: true, maw: 320, events: { hover: true, focus: true, touch: false } } }),
    Modal: Modal.extend({ defaultProps: { centered: false, radius: 'lg', transitionProps: { duration: 90 }, attributes: { header: { role: 'presentation' } } } }),
  },
})

/** Mantine's own surfaces take the desk's tokens, in both schemes. */
export const variables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-2)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-anchor': 'var(--accent)',
  }
  return { variables: {}, light: both, dark: both }
}
